using Kubexit.Coordination;

namespace Kubexit;

/// <summary>
/// A host or a helper process was not started, or a wait for birth dependencies failed: they did not come true in time or can no longer
/// come true, a death dependency died, a stop was requested, or the graveyard cannot be used. <see cref="KubexitException.Reason"/> tells
/// which.
/// </summary>
public sealed class NotStartedException : KubexitException
{
    internal NotStartedException(CoordinatorResult result)
        : base(result.Message ?? $"Cannot start: the application has ended already ({result.Child}).", result.ExitCode, result.Reason)
    {
    }

    internal NotStartedException(string message, DeathReason reason)
        : base(message, OwnExitCode.NotReady, reason)
    {
    }
}
