using Kubexit.Supervision;

namespace Kubexit;

/// <summary>The death of a dependency that someone must act on.</summary>
/// <param name="Name">The dependency.</param>
/// <param name="Death">Which of its deaths.</param>
/// <param name="ExitCode">Its exit code; <see langword="null"/> when it vanished or recorded none.</param>
/// <param name="HasVanished">Whether it ended without recording its death: it was killed.</param>
public readonly record struct DependencyDeath(string Name, AnsweredDeath Death, int? ExitCode, bool HasVanished)
{
    /// <summary>What a killed process's exit code would have been: 128 + SIGKILL.</summary>
    internal const int VanishedExitCode = 128 + SignalName.Kill;

    /// <summary>For a person: <c>'app' died (exit code 3)</c> or <c>'app' vanished</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => (HasVanished, ExitCode) switch
    {
        (true, _) => $"'{Name}' vanished without recording its death",
        (_, { } code) => $"'{Name}' died (exit code {code})",
        _ => $"'{Name}' died",
    };
}
