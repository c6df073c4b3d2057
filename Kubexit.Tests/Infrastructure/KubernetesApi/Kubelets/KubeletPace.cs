namespace Kubexit.Tests.KubernetesApi;

/// <summary>How long a kubelet and its container runtime take for what they do. The grace of a pod is not among it: that is what was asked
/// for.</summary>
internal sealed record KubeletPace
{
    /// <summary>As measured on a node of two cores, Kubernetes 1.36: one pod is gone 0.8 s after its containers, of 25 at once the last
    /// after 13 s.</summary>
    public static readonly KubeletPace Measured = new();

    /// <summary>For processes that live in real time: a fiftieth of the measured pace.</summary>
    public static readonly KubeletPace RealTime = Measured.Times(0.02);

    public TimeSpan Schedule { get; init; } = Seconds(0.03);

    /// <summary>From the binding to the first status.</summary>
    public TimeSpan FirstStatus { get; init; } = Seconds(0.15);

    public TimeSpan Sandbox { get; init; } = Seconds(1);

    public TimeSpan ContainerStart { get; init; } = Seconds(0.6);

    /// <summary>From the end of a container to the status that shows it.</summary>
    public TimeSpan Report { get; init; } = Seconds(0.7);

    /// <summary>From that to its next start, when there is no back-off yet.</summary>
    public TimeSpan Restart { get; init; } = Seconds(0.3);

    /// <summary>The first back-off, counted from the end; it doubles up to 5 minutes.</summary>
    public TimeSpan BackOff { get; init; } = Seconds(10);

    /// <summary>When a back-off is shown as such: this long after the end, or before the next start when <see
    /// cref="ShowsBackOffLate"/>.</summary>
    public TimeSpan BackOffShown { get; init; } = Seconds(0.2);

    public bool ShowsBackOffLate { get; init; }

    /// <summary>From a deletion to the TERM.</summary>
    public TimeSpan Term { get; init; } = Seconds(0.02);

    /// <summary>From a deletion to the status that has seen it.</summary>
    public TimeSpan Answer { get; init; } = Seconds(0.3);

    /// <summary>The work of taking down a pod's containers, network and sandbox: shared with all pods that end at the same time.</summary>
    public TimeSpan Teardown { get; init; } = Seconds(0.45);

    /// <summary>From there to the status that shows the end.</summary>
    public TimeSpan LastStatus { get; init; } = Seconds(0.25);

    /// <summary>The work from that to the end of the object, shared as well.</summary>
    public TimeSpan Removal { get; init; } = Seconds(0.06);

    /// <summary>What is left to a pod whose object was removed by force before it was asked to end.</summary>
    public TimeSpan ForcedGrace { get; init; } = Seconds(2);

    /// <summary>Between two reports on the node.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromMinutes(5);

    public KubeletPace Times(double factor) => this with
    {
        Schedule = Schedule * factor,
        FirstStatus = FirstStatus * factor,
        Sandbox = Sandbox * factor,
        ContainerStart = ContainerStart * factor,
        Report = Report * factor,
        Restart = Restart * factor,
        BackOff = BackOff * factor,
        BackOffShown = BackOffShown * factor,
        Term = Term * factor,
        Answer = Answer * factor,
        Teardown = Teardown * factor,
        LastStatus = LastStatus * factor,
        Removal = Removal * factor,
        ForcedGrace = ForcedGrace * factor,
    };

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
