namespace Kubexit.NodeAgent;

/// <summary>
/// The time of one phase, measured backwards from the end of the node: the phase is over when no more than <see cref="Closes"/> is left.
/// </summary>
/// <param name="Closes">What later phases and the margin need.</param>
/// <param name="Margin">What is never given to any pod.</param>
internal readonly record struct DrainWindow(TimeSpan Closes, TimeSpan Margin)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1), Slack = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether disruption budgets are still honoured: as long as waiting for them costs the pod nothing of its own grace. A pod whose grace
    /// was never going to fit is not evicted at all, for the end of its node is no voluntary disruption.
    /// </summary>
    public bool MayEvict(DrainPod pod, TimeSpan left) => left > ForceAt(pod);

    /// <summary>How much is left when a pod that may not be evicted is deleted.</summary>
    public TimeSpan ForceAt(DrainPod pod) => Closes + pod.Grace + Slack;

    /// <summary>
    /// The grace of a pod asked to end now: its own, or what its phase has left; when the phase is over, what the node has left. Whole
    /// seconds, never zero (which would skip the TERM) unless it is the pod's own wish.
    /// </summary>
    public TimeSpan Grace(DrainPod pod, TimeSpan left)
    {
        var room = left - Closes >= Shortest ? left - Closes : left - Margin;
        var seconds = Math.Floor(Math.Max(room.TotalSeconds, Shortest.TotalSeconds));
        return pod.Grace.TotalSeconds <= seconds ? pod.Grace : TimeSpan.FromSeconds(seconds);
    }
}
