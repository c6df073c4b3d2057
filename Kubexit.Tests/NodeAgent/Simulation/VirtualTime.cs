using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Kubexit.NodeAgent;

namespace Kubexit.Tests.NodeAgent;

/// <summary>
/// Runs asynchronous code in accelerated time on one thread: whenever nothing can go on, the clock jumps to the next timer. The same input
/// gives the same run, and an hour takes milliseconds. The code under test must not leave the thread (no <c>ConfigureAwait(false)</c>, no
/// <c>Task.Run</c>).
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly PriorityQueue<VirtualTimer, (DateTimeOffset, long)> _timers = new();
    private readonly BlockingCollection<(SendOrPostCallback, object?)> _ready = new();
    private long _sequence;

    public DateTimeOffset Now { get; private set; } = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Run(Func<Task> main)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new Context(this));
        try
        {
            for (var task = main(); !task.IsCompleted || Fault(task);) Step();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private void Step()
    {
        while (_timers.TryPeek(out var next, out var due) && next.Armed != due) _timers.Dequeue();
        // Without a timer there is nothing to jump to. What the framework completes on a thread of its own (a cancelled channel) is on its
        // way.
        if (_ready.TryTake(out var work, _timers.Count == 0 ? 30_000 : 0))
        {
            work.Item1(work.Item2);
            return;
        }
        if (!_timers.TryDequeue(out var timer, out var key)) throw new InvalidOperationException("everything waits, and no timer is armed");
        if (key.Item1 > Now) Now = key.Item1;
        timer.Fire();
    }

    private static bool Fault(Task task)
    {
        if (task.Exception?.InnerException is { } fault) ExceptionDispatchInfo.Throw(fault);
        return false;
    }

    private sealed class VirtualTimer(VirtualTime time, Action callback) : ITimer
    {
        public (DateTimeOffset, long)? Armed { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            // As the system's own.
            ArgumentOutOfRangeException.ThrowIfGreaterThan(dueTime.TotalMilliseconds, uint.MaxValue - 1, nameof(dueTime));
            ArgumentOutOfRangeException.ThrowIfLessThan(dueTime.TotalMilliseconds, -1, nameof(dueTime));
            Armed = dueTime == Timeout.InfiniteTimeSpan ? null : (time.Now + dueTime, time._sequence++);
            if (Armed is { } key) time._timers.Enqueue(this, key);
            return true;
        }

        public void Fire()
        {
            Armed = null;
            callback();
        }

        public void Dispose() => Armed = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Context(VirtualTime time) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => time._ready.Add((d, state));

        public override void Send(SendOrPostCallback d, object? state) => d(state);

        public override SynchronizationContext CreateCopy() => this;
    }
}
