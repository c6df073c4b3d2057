namespace Kubexit.NodeAgent;

/// <summary>What is drained, and how the time is divided.</summary>
internal sealed record DrainOptions
{
    public static readonly DrainPhase Ordinary = new("ordinary", int.MinValue, TimeSpan.Zero);

    /// <summary>Kept free at the very end: between a pod's KILL and the kubelet's report of it, and for the network.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The phases above the ordinary one by rising priority, each with the time that is kept for it.</summary>
    public IReadOnlyList<DrainPhase> PriorityPhases { get; init; } = [new("system", 2_000_000_000, TimeSpan.FromSeconds(10))];

    /// <summary>Whether pods of kube-system come no earlier than the last priority phase, whatever their priority.</summary>
    public bool KubeSystemLast { get; init; } = true;

    /// <summary>
    /// Whether DaemonSet pods are drained, after all others. Otherwise they are left: their controller would make them again at once.
    /// </summary>
    public bool DaemonSetsLast { get; init; }

    /// <summary>The time kept for DaemonSet pods, when they are drained.</summary>
    public TimeSpan DaemonSetReserve { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether a pod without a controller, which nobody makes again, is left alone.</summary>
    public bool KeepUnmanaged { get; init; }

    /// <summary>
    /// The time between the notice and the first pod, for load balancers to leave the node: as much of it as costs no pod of its own grace.
    /// </summary>
    public TimeSpan EvictionDelay { get; init; }

    /// <summary>Whether only those pods are drained that ask to be moved by any notice.</summary>
    public bool MovesOnly { get; init; }

    /// <summary>Whether no pod is ever deleted: one that a disruption budget holds to the end ends with its node.</summary>
    public bool EvictOnly { get; init; }

    /// <summary>Pods that are left alone, as <c>namespace/name</c>; the agent itself is one.</summary>
    public IReadOnlySet<string> Excluded { get; init; } = new HashSet<string>();

    /// <summary>Requests per second to the API server, and how many of them at once.</summary>
    public double RequestsPerSecond { get; init; } = 50;
}

/// <summary>Pods that are asked to end together.</summary>
/// <param name="Name">As in <see cref="DrainPod.PhaseAnnotation"/>.</param>
/// <param name="FromPriority">The lowest priority of its pods.</param>
/// <param name="Reserve">The time kept for it, at most.</param>
internal sealed record DrainPhase(string Name, int FromPriority, TimeSpan Reserve);
