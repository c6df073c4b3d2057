using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Conformance;

/// <summary>What the containers of the recorded pods did: their shell scripts, in our words, with the moments at which probes
/// looked.</summary>
internal static class PodScenes
{
    private static readonly ContainerBehaviour Quick = new() { StopTime = Seconds(0.1) };

    public static Scene Of(string recording) => recording switch
    {
        "active-deadline" => Pod(("deadline/main", new() { StopTime = Seconds(1) })),
        "crash-loop" =>
            new Scene
            {
                HasKubelet = true,
                Pace = KubeletPace.Measured with { ShowsBackOffLate = true },
                Behaviours = { ["crash/main"] = new() { EndsAfter = Seconds(0.01), ExitCode = 1 } }
            },
        "delete-becomes-unready" => Pod(
            ("unready/quick", Quick),
                ("unready/slow", new() { ReadyAfter = Seconds(0.1), StopTime = Seconds(8), UnreadyAfterTerm = Seconds(2) })),
        "delete-slow-child" =>
            Pod(("slow/quick", Quick), ("slow/slow", new() { ReadyAfter = Seconds(0.6), StopTime = Seconds(5), StopExitCode = 3 })),
        "evict" => Pod(("evicted/main", new() { ReadyAfter = Seconds(0.8), StopTime = Seconds(2) })),
        "native-sidecar" => Pod(
            ("side/init", new() { EndsAfter = Seconds(1) }),
                ("side/proxy", new() { StartedAfter = Seconds(2), ReadyAfter = Seconds(1.2), StopTime = Seconds(1) }),
            ("side/main", new() { EndsAfter = Seconds(4) })),
        "never-one-fails" =>
            Pod(("fails/a", new() { EndsAfter = Seconds(2), ExitCode = 5 }), ("fails/b", new() { EndsAfter = Seconds(4) })),
        // On a busy machine: its third life had begun a moment before it was deleted.
        "two-containers-restart" => new Scene
        {
            HasKubelet = true,
            Pace = KubeletPace.Measured with { Sandbox = Seconds(2.2), ContainerStart = Seconds(1.6) },
            Behaviours =
            {
                ["two/db"] = new() { ReadyAfter = Seconds(1.1) },
                ["two/app"] = new() { ReadyAfter = Seconds(1.5), EndsAfter = Seconds(6), ExitCode = 7, StopTime = null },
            },
        },
        _ => throw new InvalidOperationException($"The recording pod/{recording} has no scene."),
    };

    private static Scene Pod(params (string Container, ContainerBehaviour Behaviour)[] containers) =>
        new() { HasKubelet = true, Behaviours = containers.ToDictionary(pair => pair.Container, pair => pair.Behaviour) };

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
