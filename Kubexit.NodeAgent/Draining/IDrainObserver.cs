namespace Kubexit.NodeAgent;

/// <summary>Hears what a drain does: metrics and events. Must return at once.</summary>
internal interface IDrainObserver
{
    /// <summary>The API server has accepted that the pod ends.</summary>
    void Asked(DrainPod pod, TimeSpan grace, bool evicted);

    /// <summary>The API server refused.</summary>
    void Refused(Refusal refusal);
}
