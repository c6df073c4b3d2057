namespace Kubexit.Probes;

/// <summary>A question that the application asks itself.</summary>
internal sealed class CustomProbe(Func<CancellationToken, Task<string?>> check) : IProbe
{
    public async Task<ProbeResult> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await check(cancellationToken).ConfigureAwait(false) is { } reason ? ProbeResult.Failure(reason) : ProbeResult.Success;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Somebody else's code: what it throws means that it is not ready, and why.
            return ProbeResult.Failure(e.Message);
        }
    }
}
