namespace Kubexit.Platform;

/// <summary>An event loop by somebody else's clock: its timers ring when that clock says so, on the loop.</summary>
internal sealed class ClockedLoop(IEventLoop root, TimeProvider time) : IEventLoop
{
    public TimeProvider Time { get; } = new LoopTime(root, time);

    public IEventLoop Root => root;

    public bool IsCurrent => root.IsCurrent;

    /// <summary>The loop by a clock; the loop itself when that is the system's.</summary>
    public static IEventLoop Of(IEventLoop loop, TimeProvider? time) =>
        time is null || time == TimeProvider.System ? loop : new ClockedLoop(loop, time);

    public void Post(Action action) => root.Post(action);

    private sealed class LoopTime(IEventLoop loop, TimeProvider time) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new LoopTimer(loop, time, callback, state, dueTime, period);
    }

    // A timer that was stopped on the loop never rings afterwards, as those of the loop itself.
    private sealed class LoopTimer : ITimer
    {
        private readonly ITimer _timer;
        private volatile int _setting;
        private volatile bool _disposed;

        public LoopTimer(IEventLoop loop, TimeProvider time, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            _timer = time.CreateTimer(_ => Ring(loop, callback, state), null, dueTime, period);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _setting);
            return _timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            _disposed = true;
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Ring(IEventLoop loop, TimerCallback callback, object? state)
        {
            var setting = _setting;
            loop.Post(() =>
            {
                if (!_disposed && setting == _setting) callback(state);
            });
        }
    }
}
