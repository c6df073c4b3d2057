namespace Kubexit;

/// <summary>The graveyard cannot be used: it cannot be created, read, written or locked.</summary>
public sealed class GraveyardException : KubexitException
{
    internal GraveyardException(string message, Exception? innerException = null)
        : base(message, OwnExitCode.Internal, DeathReason.Internal, innerException)
    {
    }
}
