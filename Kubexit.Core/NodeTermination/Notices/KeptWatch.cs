using Kubexit.Graveyards;

namespace Kubexit.NodeTermination;

/// <summary>
/// A watch that nothing ends but a cancellation: what it did not think of is reported as a failure, and it begins anew after a pause.
/// </summary>
internal static class KeptWatch
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1), Last = TimeSpan.FromSeconds(30);

    /// <param name="key">What is watched, for the report.</param>
    /// <param name="watch">Returns when there is nothing to watch.</param>
    /// <param name="sink">Is told of failures.</param>
    /// <param name="time">For the pauses.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task RunAsync(
        string key, Func<Task> watch, INoticeSink sink, TimeProvider time, CancellationToken cancellationToken)
    {
        var pause = new RetryPause(First, Last, time);
        while (true)
        {
            try
            {
                await watch();
                return;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                sink.Failed(key, PrintableText.Shortened($"{e.GetType().Name}: {e.Message}"));
            }

            await pause.WaitAsync(cancellationToken);
        }
    }
}
