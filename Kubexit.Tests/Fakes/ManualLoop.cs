using Kubexit.Platform;

namespace Kubexit.Tests.Fakes;

/// <summary>An event loop that turns when a test says so, on the test's thread, by a manual clock.</summary>
internal sealed class ManualLoop : IEventLoop
{
    private readonly Queue<Action> _posted = [];

    public ManualLoop() => Time = new LoopTime(Clock);

    public ManualTimeProvider Clock { get; } = new();

    public TimeProvider Time { get; }

    public bool IsCurrent => true;

    public void Post(Action action)
    {
        lock (_posted) _posted.Enqueue(action);
    }

    /// <summary>Runs what was posted, and what that posts.</summary>
    public void Turn()
    {
        while (true)
        {
            Action? action;
            lock (_posted)
            {
                if (!_posted.TryDequeue(out action)) return;
            }

            action();
        }
    }

    /// <summary>Moves the clock; timers fire here, and so does what they post.</summary>
    public void Advance(TimeSpan by)
    {
        Turn();
        Clock.Advance(by);
        Turn();
    }

    /// <summary>Turns until a condition holds that work beside the loop will bring about.</summary>
    public async Task TurnUntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (Turn(); !condition(); Turn())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>A timer that is due at once fires when the clock moves next, never on a thread of the pool.</summary>
    private sealed class LoopTime(ManualTimeProvider clock) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime == TimeSpan.Zero ? TimeSpan.FromTicks(1) : dueTime, period);
    }
}
