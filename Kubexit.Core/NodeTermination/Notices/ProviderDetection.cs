namespace Kubexit.NodeTermination;

/// <summary>
/// Finds out which cloud this is: they share one address, and each answers a question of its own in a way the others do not. Nobody's
/// answer is no answer, and asked again: a metadata server may be late.
/// </summary>
internal sealed class ProviderDetection(CloudContext context)
{
    public async Task<Cloud> DetectAsync(Action<TimeSpan> stillUnknown, CancellationToken cancellationToken)
    {
        var clouds = NodeTerminationProviders.Clouds;
        var started = context.Time.GetTimestamp();
        var pause = new RetryPause(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15), context.Time);
        while (true)
        {
            var answers = await Task.WhenAll(clouds.Select(cloud => cloud.AnswersAsync(context, cancellationToken)));
            if (answers.Count(answer => answer) == 1) return clouds[Array.IndexOf(answers, true)];
            stillUnknown(context.Time.GetElapsedTime(started));
            await pause.WaitAsync(cancellationToken);
        }
    }
}
