namespace Kubexit.Kubernetes;

/// <summary>
/// An object of any kind that can be waited for, as far as one of the conditions looks at it. One type for all kinds: the fields that
/// decide never mean two things, and every further type would be kilobytes of the native file.
/// </summary>
internal sealed class ClusterObject : IHasMetadata
{
    public ObjectMeta? Metadata { get; set; }
    public ClusterObjectSpec? Spec { get; set; }
    public ClusterObjectStatus? Status { get; set; }

    /// <summary>Of an EndpointSlice; <see langword="null"/> is how Go writes none.</summary>
    public List<SliceEndpoint>? Endpoints { get; set; }

    public bool IsBeingDeleted => Metadata?.DeletionTimestamp is not null;

    /// <summary>
    /// Whether the status speaks of the spec that is there now: after a change it is that of the old one for some milliseconds.
    /// </summary>
    public bool IsObserved => Status?.ObservedGeneration is { } observed && observed >= (Metadata?.Generation ?? 0);

    /// <summary>The condition of that type if it is true.</summary>
    public ObjectStatusCondition? Has(string type) =>
        Status?.Conditions?.Find(condition => condition.Type == type && condition.Status == "True");
}

internal sealed class ClusterObjectSpec
{
    /// <summary>Of a Deployment or StatefulSet; the server fills in 1.</summary>
    public int? Replicas { get; set; }

    /// <summary>Of a Job.</summary>
    public bool? Suspend { get; set; }

    /// <summary>Of a StatefulSet or DaemonSet.</summary>
    public ObjectUpdateStrategy? UpdateStrategy { get; set; }
}

/// <summary>The strategy and, nested in it, its parameters: one type for both keeps the native file small.</summary>
internal sealed class ObjectUpdateStrategy
{
    public string? Type { get; set; }
    public ObjectUpdateStrategy? RollingUpdate { get; set; }
    public int? Partition { get; set; }
}

/// <summary>Counts that are zero are absent, or not, by kind and field.</summary>
internal sealed class ClusterObjectStatus
{
    public long? ObservedGeneration { get; set; }
    public List<ObjectStatusCondition>? Conditions { get; set; }
    public string? Phase { get; set; }
    public string? Reason { get; set; }
    public string? Message { get; set; }
    public DateTimeOffset? StartTime { get; set; }
    public List<ContainerStatus>? ContainerStatuses { get; set; }
    public int? Ready { get; set; }
    public int? Active { get; set; }
    public int? Replicas { get; set; }
    public int? ReadyReplicas { get; set; }
    public int? UpdatedReplicas { get; set; }
    public int? AvailableReplicas { get; set; }
    public string? CurrentRevision { get; set; }
    public string? UpdateRevision { get; set; }
    public int? DesiredNumberScheduled { get; set; }
    public int? UpdatedNumberScheduled { get; set; }
    public int? NumberAvailable { get; set; }
}

internal sealed class ObjectStatusCondition
{
    public string? Type { get; set; }
    public string? Status { get; set; }
    public string? Reason { get; set; }
    public string? Message { get; set; }
}

/// <summary>An endpoint and, nested in it, its conditions. What is not set means: ready, serving, not terminating.</summary>
internal sealed class SliceEndpoint
{
    public SliceEndpoint? Conditions { get; set; }
    public bool? Ready { get; set; }
    public bool? Serving { get; set; }
    public bool? Terminating { get; set; }
}
