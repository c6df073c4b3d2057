namespace Kubexit;

/// <summary>The exit codes that are ours and not the child's.</summary>
internal static class OwnExitCode
{
    /// <summary>Configuration or usage; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>Birth dependencies are not ready in time, or can no longer become so.</summary>
    public const int NotReady = 124;

    /// <summary>Kubexit itself failed: the graveyard, the API server, a bug.</summary>
    public const int Internal = 125;

    /// <summary>The command is not executable. As in a shell: POSIX.1-2017, XCU 2.8.2.</summary>
    public const int NotExecutable = 126;

    /// <summary>The command was not found. As in a shell.</summary>
    public const int NotFound = 127;
}
