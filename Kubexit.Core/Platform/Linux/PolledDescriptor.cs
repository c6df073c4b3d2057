namespace Kubexit.Platform.Linux;

/// <summary>A descriptor that a <see cref="PollEventLoop"/> polls.</summary>
internal sealed class PolledDescriptor : IDisposable
{
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(10), LongestRest = TimeSpan.FromSeconds(1);

    private readonly PollEventLoop _loop;
    private readonly Func<bool> _onReadable;
    private TimeSpan _rest = ShortestRest;
    private ITimer? _restTimer;

    public PolledDescriptor(PollEventLoop loop, int fd, Func<bool> onReadable)
    {
        (_loop, Fd, _onReadable) = (loop, fd, onReadable);

        // Once: a new delegate each time would be garbage for every unrelated event.
        Ask = AskNow;
    }

    public int Fd { get; }

    public Action Ask { get; }

    public bool IsActive { get; private set; } = true;

    public bool IsResting { get; private set; }

    public void Dispose()
    {
        if (!IsActive) return;
        IsActive = false;
        _restTimer?.Dispose();
        _loop.Remove(this);
    }

    private void AskNow()
    {
        if (_onReadable()) _rest = ShortestRest;
        else if (IsActive && !_loop.IsBlind) Rest();
    }

    private void Rest()
    {
        IsResting = true;
        _loop.Change();
        _restTimer ??= _loop.Time.CreateTimer(_ => WakeUp(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _restTimer.Change(_rest, Timeout.InfiniteTimeSpan);
        _rest = _rest * 2 < LongestRest ? _rest * 2 : LongestRest;
    }

    private void WakeUp()
    {
        IsResting = false;
        _loop.Change();
    }
}
