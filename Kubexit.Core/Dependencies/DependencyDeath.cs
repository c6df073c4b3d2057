using Kubexit.Supervision;

namespace Kubexit;

/// <summary>The death of a dependency that someone must act on.</summary>
public readonly record struct DependencyDeath
{
    private readonly string? _words;

    internal DependencyDeath(string name, AnsweredDeath death, int? exitCode, bool hasVanished, string? words = null) =>
        (Name, Death, ExitCode, HasVanished, _words) = (name, death, exitCode, hasVanished, words);

    /// <summary>The dependency.</summary>
    public string Name { get; }

    /// <summary>
    /// Its exit code; <see langword="null"/> when it vanished or recorded none. Of a Job or a pod of the cluster 0 when it succeeded, 1
    /// when it failed.
    /// </summary>
    public int? ExitCode { get; }

    /// <summary>
    /// Whether it ended without recording its death: it was killed. Of an object of the cluster: it was deleted before it ended.
    /// </summary>
    public bool HasVanished { get; }

    /// <summary>Which of its deaths.</summary>
    internal AnsweredDeath Death { get; }

    /// <summary>What a killed process's exit code would have been: 128 + SIGKILL.</summary>
    internal const int VanishedExitCode = 128 + SignalName.Kill;

    /// <summary>For a person: <c>'app' died (exit code 3)</c> or <c>'app' vanished</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => (HasVanished, ExitCode) switch
    {
        _ when _words is not null => $"'{Name}' {_words}",
        (true, _) => $"'{Name}' vanished without recording its death",
        (_, { } code) => $"'{Name}' died (exit code {code})",
        _ => $"'{Name}' died",
    };
}
