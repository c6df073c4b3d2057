namespace Kubexit;

/// <summary>
/// What Kubexit throws when a caller can act on the cause. A caller's mistake is an <see cref="ArgumentException"/>, a cancelled wait an
/// <see cref="OperationCanceledException"/>, the end of a child a <see cref="ChildExit"/>; everything else is one of the sealed subclasses.
/// </summary>
public abstract class KubexitException : Exception
{
    private protected KubexitException(string message, int exitCode, DeathReason reason, Exception? innerException = null)
        : base(message, innerException)
    {
        ExitCode = exitCode;
        Reason = reason;
    }

    /// <summary>The exit code that the <c>kubexit</c> command ends with for this failure: 2, or 124 to 127.</summary>
    public int ExitCode { get; }

    /// <summary>What a tombstone gives as the reason of this failure.</summary>
    public DeathReason Reason { get; }
}
