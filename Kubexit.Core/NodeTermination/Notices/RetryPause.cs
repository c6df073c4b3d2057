namespace Kubexit.NodeTermination;

/// <summary>
/// A pause between attempts against a server of our own host: doubles from the first to the last, starts over after a success.
/// </summary>
internal sealed class RetryPause(TimeSpan first, TimeSpan last, TimeProvider time)
{
    private int _attempt;

    public void Reset() => _attempt = 0;

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var pause = first * (1 << Math.Min(_attempt++, 16));
        return time.DelayAsync(pause < last ? pause : last, cancellationToken);
    }
}
