using Kubexit.Supervision;

namespace Kubexit.Coordination;

/// <summary>How a coordinated run ended.</summary>
/// <param name="ExitCode">The exit code to end with.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="Child">How the child ended; <see langword="null"/> when it was never started.</param>
/// <param name="Message">One sentence for a person when Kubexit was the cause of the end; <see langword="null"/> when the child
/// was.</param>
public sealed record CoordinatorResult(int ExitCode, DeathReason Reason, ChildExit? Child, string? Message)
{
    /// <summary>
    /// The exit code that the tombstone keeps: the child's true one, or ours when there was no child; none when nobody knows it.
    /// </summary>
    internal int? RecordedExitCode { get; init; } = Child?.Code ?? ExitCode;
}
