namespace Kubexit.Platform;

/// <summary>A <see cref="TimeProvider"/> whose timers fire on an event loop: no timer thread, no thread pool.</summary>
internal sealed class EventLoopTimers(Action wake) : TimeProvider
{
    private readonly object _gate = new();
    private readonly List<LoopTimer> _armed = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new LoopTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>How long until the next timer is due; <see cref="Timeout.InfiniteTimeSpan"/> when none is armed.</summary>
    public TimeSpan TimeToNext()
    {
        lock (_gate)
        {
            if (_armed.Count == 0) return Timeout.InfiniteTimeSpan;
            var next = long.MaxValue;
            foreach (var timer in _armed) next = Math.Min(next, timer.Due);
            var now = GetTimestamp();
            return next <= now ? TimeSpan.Zero : GetElapsedTime(now, next);
        }
    }

    /// <summary>Fires every timer that is due now, earliest first.</summary>
    public void RunDue(Action<Action> invoke)
    {
        while (TakeDue() is { } timer) invoke(timer.Fire);
    }

    private LoopTimer? TakeDue()
    {
        lock (_gate)
        {
            if (_armed.Count == 0) return null;
            LoopTimer? first = null;
            foreach (var timer in _armed)
            {
                if (first is null || timer.Due < first.Due) first = timer;
            }

            var now = GetTimestamp();
            if (first!.Due > now) return null;
            if (first.Period > 0) first.Due = Math.Max(first.Due + first.Period, now + 1);
            else _armed.Remove(first);
            return first;
        }
    }

    private void Arm(LoopTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _armed.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan) return;
            timer.Due = GetTimestamp() + ToTicks(dueTime);
            timer.Period = period > TimeSpan.Zero ? Math.Max(ToTicks(period), 1) : 0;
            _armed.Add(timer);
        }

        wake();
    }

    private long ToTicks(TimeSpan span) => (long)(span.TotalSeconds * TimestampFrequency);

    private sealed class LoopTimer(EventLoopTimers owner, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public long Due { get; set; }

        public long Period { get; set; }

        // A callback that ran just before in the same round may have disposed this timer.
        public void Fire()
        {
            if (!_disposed) callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_disposed) return false;
            owner.Arm(this, dueTime, period);
            return true;
        }

        public void Dispose()
        {
            if (_disposed) return;
            owner.Arm(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _disposed = true;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
