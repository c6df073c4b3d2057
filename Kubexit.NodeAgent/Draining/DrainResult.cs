namespace Kubexit.NodeAgent;

/// <summary>What became of the pods of a node.</summary>
internal sealed record DrainResult(IReadOnlyList<DrainPod> Ended, IReadOnlyList<DrainPod> Remaining, int Skipped)
{
    private const int MostNames = 10;

    public static readonly DrainResult Nothing = new([], [], 0) { IsUnknown = true };

    /// <summary>Whether it was never known which pods there are.</summary>
    public bool IsUnknown { get; private init; }

    /// <summary>How many volumes are still attached to the node, where that is waited for.</summary>
    public int Volumes { get; init; }

    public bool IsComplete => !IsUnknown && Remaining.Count == 0 && Volumes == 0;

    /// <summary>For people, the pods that did not end by name.</summary>
    public string Summary =>
        IsUnknown ? "The pods are not known: they could not be listed or watched in time."
        : Remaining.Count == 0 ? $"{Ended.Count} pods ended, {Skipped} left alone."
            + $"{(Volumes == 0 ? "" : $" {Volumes} volumes are still attached.")}"
        : $"{Ended.Count} pods ended, {Remaining.Count} did not, {Skipped} left alone. Still there: "
            + string.Join(", ", Remaining.Take(MostNames))
            + (Remaining.Count > MostNames ? $" and {Remaining.Count - MostNames} more." : ".");
}
