namespace Kubexit.NodeAgent;

/// <summary>
/// Tells the pods that the drain is about from those that came after the taint: they tolerate it, or were put there past the scheduler, and
/// whoever made them would make them again as often as they are removed.
/// </summary>
/// <param name="Taint">What keeps others away.</param>
/// <param name="TaintedAt">Since when, by the node's clock; <see langword="null"/> as long as it is not there.</param>
internal sealed record Arrivals(NodeTaint Taint, DateTimeOffset? TaintedAt)
{
    // A scheduler that has not heard of the taint yet still binds a pod or two.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    public static Arrivals Unknown { get; } = new(NodeTaint.Default, null);

    /// <summary>Of a pod that was there when the drain first looked.</summary>
    public bool CameAfter(DrainPod pod) =>
        TaintedAt is { } at && pod.StartedAt is { } started && started > (pod.Tolerates(Taint) ? at : at + Late);

    /// <summary>Of a pod that was not: whether the scheduler had bound it before it heard of the taint.</summary>
    public bool IsLatecomer(DrainPod pod) =>
        TaintedAt is { } at && !pod.Tolerates(Taint) && (pod.StartedAt is not { } started || started <= at + Late);
}
