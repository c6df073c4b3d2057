namespace Kubexit;

/// <summary>A command could not be started.</summary>
public sealed class ChildStartException : KubexitException
{
    internal ChildStartException(string message, int exitCode)
        : base(message, exitCode, DeathReason.StartFailed)
    {
    }

    /// <summary>The file exists but is not executable, or not a program: exit code 126, as in a shell.</summary>
    internal static ChildStartException NotExecutable(string file, string cause) =>
        new($"Cannot start command '{file}': {cause}. Give an executable file.", OwnExitCode.NotExecutable);

    /// <summary>There is no such file: exit code 127, as in a shell.</summary>
    internal static ChildStartException NotFound(string file, string cause) =>
        new($"Cannot start command '{file}': {cause}. Check its spelling and PATH.", OwnExitCode.NotFound);

    /// <summary>The system does not let us start it, whatever the file is: exit code 126.</summary>
    internal static ChildStartException Refused(string file, string cause) =>
        new($"Cannot start command '{file}': {cause}. Check the container's seccomp profile and security context.",
            OwnExitCode.NotExecutable);

    /// <summary>The system could not make one more process: Kubexit's own failure, exit code 125.</summary>
    internal static ChildStartException NoResources(string file, string cause) =>
        new($"Cannot start command '{file}': {cause}. Raise the container's memory or pids limit.", OwnExitCode.Internal);
}
