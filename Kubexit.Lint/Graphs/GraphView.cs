namespace Kubexit.Lint.Graphs;

/// <summary>What <c>kubexit-lint graph</c> draws.</summary>
internal enum GraphView
{
    /// <summary>Who goes after whom.</summary>
    Order,

    /// <summary>A run of the pod on a scale of time.</summary>
    Timeline,

    /// <summary>The longest that a deletion of the pod can take.</summary>
    Deletion,
}
