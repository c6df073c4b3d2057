namespace Kubexit;

/// <summary>Where to learn that birth dependencies with the condition <see cref="BirthCondition.Ready"/> are ready.</summary>
public enum BirthSource
{
    /// <summary>
    /// <see cref="Kubernetes"/> when both the pod's name and its namespace are set, else <see cref="Graveyard"/>. The default.
    /// </summary>
    Auto,

    /// <summary>The Kubernetes API: the pod's service account needs the right to get, list and watch its pod.</summary>
    Kubernetes,

    /// <summary>The dependencies' tombstones: nothing is needed beside the graveyard.</summary>
    Graveyard,
}
