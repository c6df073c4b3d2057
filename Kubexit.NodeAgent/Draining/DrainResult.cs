namespace Kubexit.NodeAgent;

/// <summary>What became of the pods of a node.</summary>
internal sealed record DrainResult(IReadOnlyList<DrainPod> Ended, IReadOnlyList<DrainPod> Remaining, int Skipped)
{
    public static readonly DrainResult Nothing = new([], [], 0) { IsUnknown = true };

    /// <summary>Whether the pods could not even be listed.</summary>
    public bool IsUnknown { get; private init; }

    public bool IsComplete => !IsUnknown && Remaining.Count == 0;

}
