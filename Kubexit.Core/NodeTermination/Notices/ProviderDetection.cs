namespace Kubexit.NodeTermination;

/// <summary>
/// Finds out which cloud this is: the three share one address, and each answers a question of its own in a way the others do not. Nobody's
/// answer is no answer, and asked again: a metadata server may be late.
/// </summary>
internal sealed class ProviderDetection(Uri metadata, MetadataHttp http, TimeProvider time, bool allowAwsVersion1 = false)
{
    private static readonly NodeTerminationProvider[] Clouds =
        [.. Enum.GetValues<NodeTerminationProvider>().Where(provider => provider is not (NodeTerminationProvider.Auto or NodeTerminationProvider.None))];

    public async Task<NodeTerminationProvider> DetectAsync(Action<TimeSpan> stillUnknown, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var pause = new RetryPause(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15), time);
        while (true)
        {
            var answers = await Task.WhenAll(Array.ConvertAll(Clouds, cloud => AnswersAsync(cloud, cancellationToken)));
            if (answers.Count(answer => answer) == 1) return Clouds[Array.IndexOf(answers, true)];
            stillUnknown(time.GetElapsedTime(started));
            await pause.WaitAsync(cancellationToken);
        }
    }

    private Task<bool> AnswersAsync(NodeTerminationProvider provider, CancellationToken cancellationToken) => provider switch
    {
        NodeTerminationProvider.Gce => IsGceAsync(cancellationToken),
        NodeTerminationProvider.Aws => IsAwsAsync(cancellationToken),
        NodeTerminationProvider.Azure => IsAzureAsync(cancellationToken),
        NodeTerminationProvider.Auto or NodeTerminationProvider.None => throw new ArgumentOutOfRangeException(nameof(provider), provider, "It is no cloud."),
    };

    private async Task<bool> IsGceAsync(CancellationToken cancellationToken) => await http.SendAsync(
        HttpMethod.Get, new Uri(metadata, "computeMetadata/v1/instance/id"), GceNoticeSource.Flavor, MetadataHttp.ShortLimit, cancellationToken)
        is { IsOk: true, Flavor: "Google" };

    private Task<bool> IsAwsAsync(CancellationToken cancellationToken) => new AwsMetadata(metadata, http, time, allowAwsVersion1).AnswersAsync(cancellationToken);

    private async Task<bool> IsAzureAsync(CancellationToken cancellationToken) =>
        await AzureResourceName.FromMetadataAsync(metadata, http, cancellationToken) is not null;
}
