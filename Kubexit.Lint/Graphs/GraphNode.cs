namespace Kubexit.Lint.Graphs;

/// <summary>What a box in the picture stands for.</summary>
internal enum NodeKind
{
    /// <summary>A container that takes part in a graveyard.</summary>
    Member,

    /// <summary>A container that kubexit does not know of.</summary>
    Unwrapped,

    /// <summary>An object of the cluster.</summary>
    Object,

    /// <summary>A name that no container of the pod has.</summary>
    Unclaimed,
}

/// <summary>A column of boxes belongs to one of these, from left to right.</summary>
internal enum GraphBand
{
    /// <summary>Objects of the cluster, and names that nobody has.</summary>
    Outside,

    /// <summary>Init containers and native sidecars, which the kubelet starts one after another.</summary>
    Init,

    /// <summary>Containers, which the kubelet starts all at once.</summary>
    Ordinary,
}

/// <summary>One box.</summary>
/// <param name="Name">Its name, as somebody wrote it: escape it.</param>
/// <param name="Detail">What it is, in a few words.</param>
/// <param name="Kind">What it stands for.</param>
/// <param name="Band">Where it stands.</param>
/// <param name="EndsFirst">Whether it has ended before anything behind it starts.</param>
internal sealed record GraphNode(string Name, string Detail, NodeKind Kind, GraphBand Band, bool EndsFirst = false);
