namespace Kubexit.Platform;

/// <summary>Runs a short-lived helper command (an exec probe, a hook) to its end.</summary>
internal interface ICommandRunner
{
    /// <summary>
    /// Runs <paramref name="command"/> in a process group of its own, stdin from nowhere, output to <paramref name="output"/>.
    /// </summary>
    /// <param name="command">File (looked up in PATH) and arguments; never empty.</param>
    /// <param name="output">Receives each line of stdout and stderr; <see langword="null"/> discards them.</param>
    /// <param name="cancellationToken">On cancellation the whole process group is killed and awaited, then the task is cancelled.</param>
    /// <exception cref="ChildStartException">The command could not be started.</exception>
    Task<ChildExit> RunAsync(IReadOnlyList<string> command, Action<string>? output, CancellationToken cancellationToken);
}
