namespace Kubexit;

/// <summary>What to start and how. stdin, stdout and stderr are inherited.</summary>
public sealed class ChildStartInfo
{
    /// <summary>The file, looked up in <c>PATH</c> when it holds no slash, and its arguments. Never empty; no word holds a NUL.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The child's working directory; <see langword="null"/>, the default, for the current one.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>
    /// Variables to add or replace in the inherited environment; a <see langword="null"/> value removes one. None by default.
    /// </summary>
    public IReadOnlyDictionary<string, string?>? Environment { get; init; }

    /// <summary>The environment as the bytes <c>NAME=value</c>, verbatim; <see langword="null"/> for the process's current one.</summary>
    internal IReadOnlyList<byte[]>? RawEnvironment { get; init; }

    /// <summary>The arguments as bytes, verbatim, where UTF-16 could not hold them.</summary>
    internal IReadOnlyList<byte[]>? RawCommand { get; init; }

    /// <summary>Whether a terminal on stdin is handed over to the child's process group.</summary>
    internal bool TakesTerminal { get; init; }

    /// <summary>
    /// The command is setsid(1), which makes a group and a session of its own. As the leader of a group already it would have to fork, end
    /// at once, and leave the command behind where nobody follows it.
    /// </summary>
    internal bool MakesSession => Path.GetFileName(Command[0].AsSpan()) is "setsid";

    /// <summary>stdin from /dev/null, and stdout and stderr to these descriptors; negative to inherit all three.</summary>
    internal (int Output, int Error) Descriptors { get; init; } = (-1, -1);
}
