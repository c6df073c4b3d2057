namespace Kubexit;

/// <summary>A birth dependency has not come true in time, or can no longer come true: exit code 124.</summary>
public sealed class DependencyException : KubexitException
{
    internal DependencyException(string message, DeathReason reason, Exception? innerException = null)
        : base(message, OwnExitCode.NotReady, reason, innerException)
    {
    }
}
