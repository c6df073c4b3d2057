namespace Kubexit.Probes;

/// <summary>Asks on the thread pool a probe that would hold up the event loop.</summary>
internal sealed class WorkerProbe(IProbe probe) : IProbe
{
    public async Task<ProbeResult> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await WorkerThreads.RunAsync(() => probe.CheckAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            return ProbeResult.Failure(e.Message);
        }
    }
}
