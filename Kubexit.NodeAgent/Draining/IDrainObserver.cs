namespace Kubexit.NodeAgent;

/// <summary>Hears what a drain does: metrics and events. Must return at once.</summary>
internal interface IDrainObserver
{
    /// <summary>The drain begins.</summary>
    void Planned(DrainPlan plan);

    /// <summary>The API server has accepted that the pod ends.</summary>
    void Asked(DrainPod pod, TimeSpan grace, bool evicted);

    /// <summary>The API server refused.</summary>
    void Refused(Refusal refusal);

    /// <summary>How many pods a disruption budget holds now.</summary>
    void BlockedNow(int pods);

    /// <summary>Which pods a disruption budget holds, each with the budget's name; once a drain.</summary>
    void Blocked(IReadOnlyList<string> pods);
}
