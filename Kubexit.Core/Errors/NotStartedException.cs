using Kubexit.Coordination;

namespace Kubexit;

/// <summary>
/// A host or a helper process was not started, or what waits for birth dependencies waits in vain: they did not come true or can no longer
/// do so, a death dependency died, it was asked to stop, or the graveyard cannot be used. <see cref="KubexitException.Reason"/> tells
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
