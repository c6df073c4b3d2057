using Kubexit.Configuration;
using Kubexit.Supervision;

namespace Kubexit.Coordination;

/// <summary>What can happen to a coordinator.</summary>
internal enum CoordinatorEventKind
{
    /// <summary>Every birth condition has come true.</summary>
    BirthsFulfilled,

    /// <summary>A birth condition can no longer come true; the text says which and why.</summary>
    BirthImpossible,

    /// <summary>The birth timeout is over; the text says what was not ready.</summary>
    BirthTimeout,

    /// <summary>A death dependency has died.</summary>
    DependencyDied,

    /// <summary>Every process to outlive has ended.</summary>
    Outlived,

    /// <summary>A signal came from outside.</summary>
    Signal,

    /// <summary>The child has been started.</summary>
    ChildStarted,

    /// <summary>The child could not be started; text and exit code tell why.</summary>
    StartFailed,

    /// <summary>The child has ended, others of its process group are still running, and they may for a while.</summary>
    LeaderEnded,

    /// <summary>The child has ended, and all of its group with it.</summary>
    ChildExited,

    /// <summary>The readiness probe has succeeded.</summary>
    ProbeSucceeded,

    /// <summary>The hook that ran has succeeded.</summary>
    HookSucceeded,

    /// <summary>The hook that ran has failed or was too slow; the text says how.</summary>
    HookFailed,

    /// <summary>A clock of a stop is over, or there is no more time for the reason in the text.</summary>
    ClockElapsed,

    /// <summary>Kubexit itself has failed; text and exit code tell how.</summary>
    Failed,
}

/// <summary>One event with what belongs to its kind.</summary>
internal readonly record struct CoordinatorEvent(CoordinatorEventKind Kind)
{
    public string Text { get; init; } = "";

    /// <summary>Of <see cref="CoordinatorEventKind.Signal"/>.</summary>
    public int Signal { get; init; }

    /// <summary>Of <see cref="CoordinatorEventKind.DependencyDied"/>.</summary>
    public DependencyDeath Death { get; init; }

    /// <summary>Of <see cref="CoordinatorEventKind.ChildExited"/>.</summary>
    public ChildExit Exit { get; init; }

    /// <summary>
    /// Of <see cref="CoordinatorEventKind.ChildExited"/>: whether it has ended without anybody knowing its exit code, which then is not
    /// recorded.
    /// </summary>
    public bool IsCodeUnknown { get; init; }

    /// <summary>Of <see cref="CoordinatorEventKind.StartFailed"/> and <see cref="CoordinatorEventKind.Failed"/>.</summary>
    public int ExitCode { get; init; }

    /// <summary>Of <see cref="CoordinatorEventKind.ClockElapsed"/>.</summary>
    public StopClock Clock { get; init; }

    public static CoordinatorEvent Elapsed(StopClock clock) => new(CoordinatorEventKind.ClockElapsed) { Clock = clock };

    public static CoordinatorEvent OfSignal(int signal) => new(CoordinatorEventKind.Signal) { Signal = signal };
}
