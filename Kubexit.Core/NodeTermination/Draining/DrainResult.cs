namespace Kubexit.NodeTermination;

/// <summary>What became of the pods of a node.</summary>
internal sealed record DrainResult(IReadOnlyList<DrainPod> Ended, IReadOnlyList<DrainPod> Remaining, int Skipped)
{
    public static readonly DrainResult Nothing = new([], [], 0) { IsUnknown = true };

    /// <summary>Whether the pods could not even be listed.</summary>
    public bool IsUnknown { get; private init; }

    public bool IsComplete => !IsUnknown && Remaining.Count == 0;

    public static DrainResult Of(IEnumerable<(DrainPod Pod, PodOutcome Outcome)> pods, int skipped)
    {
        var ended = pods.ToLookup(item => item.Outcome == PodOutcome.Ended, item => item.Pod);
        return new DrainResult([.. ended[true]], [.. ended[false]], skipped);
    }
}
