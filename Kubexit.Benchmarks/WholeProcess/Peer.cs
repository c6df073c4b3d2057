namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>One row: a program that is called as <c>PATH COMMAND</c>; without a path COMMAND itself.</summary>
internal sealed record Peer(string Name, string? Path)
{
    public static Peer Parse(string text) => text.Split('=', 2) is [var name, var path] && File.Exists(path)
        ? new Peer(name, System.IO.Path.GetFullPath(path))
        : throw new ArgumentException($"Cannot use peer '{text}': it is not NAME=PATH of a file that exists.");

    public IReadOnlyList<string> CommandFor(string child) => Path is null ? [child] : [Path, child];
}
