using Kubexit.Platform;

namespace Kubexit.Tests.Fakes;

/// <summary>An event loop that a test turns by hand, on a clock that the test moves. Its timers fire on the thread that moves the clock.</summary>
internal sealed class ManualEventLoop : IEventLoop
{
    private readonly object _gate = new();
    private readonly Queue<Action> _posted = new();

    public ManualTimeProvider Clock { get; } = new();

    public TimeProvider Time => Clock;

    public bool IsCurrent => true;

    public void Post(Action action)
    {
        lock (_gate) _posted.Enqueue(action);
    }

    /// <summary>Runs what was posted, what that posts included.</summary>
    public void RunPosted()
    {
        while (Next() is { } action) action();
    }

    /// <summary>Turns until a condition holds that other threads bring about.</summary>
    public Task RunUntil(Func<bool> condition, Func<string> describeFailure) => Infrastructure.Limit.Until(
        () =>
        {
            RunPosted();
            return condition();
        },
        describeFailure);

    private Action? Next()
    {
        lock (_gate) return _posted.TryDequeue(out var action) ? action : null;
    }
}
