namespace Kubexit.Lint.Graphs;

/// <summary>What an arrow tells.</summary>
internal enum EdgeKind
{
    /// <summary>The kubelet starts the second after the first.</summary>
    Next,

    /// <summary>The second starts after the first.</summary>
    Start,

    /// <summary>The end of the first stops the second.</summary>
    Stop,

    /// <summary>When the pod is deleted, the second ends after the first.</summary>
    Outlive,
}

/// <summary>One arrow, always from who goes first to who goes after.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="From">The place of the first in <see cref="PodGraph.Nodes"/>.</param>
/// <param name="To">The place of the second.</param>
/// <param name="Label">What must have happened to the first; empty when there is but one thing.</param>
/// <param name="Sentence">The same for a person.</param>
/// <param name="IsInCycle">Whether it is why somebody never starts.</param>
internal sealed record GraphEdge(EdgeKind Kind, int From, int To, string Label, string Sentence, bool IsInCycle = false);
