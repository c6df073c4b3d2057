namespace Kubexit.Tests.Simulation;

/// <summary>A timer on a simulated clock. It rings by a post to the loop of the member that set it.</summary>
internal sealed class SimulatedTimer(SimulatedClock clock, Action<Action> post, TimerCallback callback, object? state) : ITimer
{
    private long _period;
    private int _setting;
    private bool _isDisposed;

    /// <summary>-1 when it is not armed.</summary>
    public long Due { get; set; } = -1;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_isDisposed) return false;
        _setting++;
        _period = period > TimeSpan.Zero ? period.Ticks : 0;
        if (dueTime == Timeout.InfiniteTimeSpan) Due = -1;
        else clock.Arm(this, clock.Now + dueTime.Ticks);
        return true;
    }

    public void Ring()
    {
        var setting = _setting;
        if (_period > 0) clock.Arm(this, clock.Now + _period);
        post(() =>
        {
            if (!_isDisposed && setting == _setting) callback(state);
        });
    }

    public void Dispose()
    {
        _isDisposed = true;
        Due = -1;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
