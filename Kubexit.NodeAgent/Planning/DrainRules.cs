namespace Kubexit.NodeAgent;

/// <summary>Which pods are drained, and in which phase.</summary>
internal sealed class DrainRules
{
    private readonly DrainOptions _options;
    private readonly Arrivals _arrivals;

    public DrainRules(DrainOptions options, Arrivals? arrivals = null)
    {
        (_options, _arrivals) = (options, arrivals ?? Arrivals.Unknown);
        var daemonSets = new DrainPhase("daemonset", int.MaxValue, options.DaemonSetReserve);
        Phases = [DrainOptions.Ordinary, .. options.PriorityPhases.OrderBy(phase => phase.FromPriority),
            .. options.DaemonSetsLast ? [daemonSets] : (DrainPhase[])[]];
    }

    /// <summary>In the order they are drained.</summary>
    public IReadOnlyList<DrainPhase> Phases { get; }

    /// <summary>
    /// Why a pod is left alone; <see langword="null"/> when it is drained. These are the filters of <c>kubectl drain --force
    /// --delete-emptydir-data --ignore-daemonsets</c>, because what keeps a healthy node from being drained only loses time on one that is
    /// about to end.
    /// </summary>
    public string? SkipReason(DrainPod pod) =>
        _options.Excluded.Contains(pod.ToString()) ? "excluded"
        : pod.IsMirror ? "static pod: the kubelet would start it again"
        : pod.IsFinished ? "has finished"
        : pod.IsOptedOut ? $"annotation {DrainPod.DrainAnnotation}=false"
        : _options.MovesOnly && !pod.AlwaysMoves ? "stays: its node does not end"
        : pod.IsDaemon && !_options.DaemonSetsLast ? "belongs to a DaemonSet"
        : pod.Controller is null && _options.KeepUnmanaged ? "has no controller"
        : _arrivals.CameAfter(pod) ? "came after the taint: another one would come after it"
        : null;

    public int PhaseOf(DrainPod pod)
    {
        for (var i = 0; pod.PhaseName is not null && i < Phases.Count; i++)
        {
            if (Phases[i].Name == pod.PhaseName) return i;
        }
        if (pod.IsDaemon && _options.DaemonSetsLast) return Phases.Count - 1;
        if (pod.Namespace == "kube-system" && _options.KubeSystemLast) return _options.PriorityPhases.Count;
        var phase = _options.PriorityPhases.Count;
        while (phase > 0 && Phases[phase].FromPriority > pod.Priority) phase--;
        return phase;
    }
}
