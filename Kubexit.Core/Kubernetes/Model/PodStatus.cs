namespace Kubexit.Kubernetes;

internal sealed class PodStatus
{
    public string? Phase { get; set; }
    public string? Reason { get; set; }
    public string? Message { get; set; }
    public List<ContainerStatus>? ContainerStatuses { get; set; }
    public List<ContainerStatus>? InitContainerStatuses { get; set; }
}

internal sealed class ContainerStatus
{
    public string? Name { get; set; }
    public bool Ready { get; set; }
    public int RestartCount { get; set; }
    public ContainerState? State { get; set; }
}

/// <summary>At most one of the three is present; none means waiting.</summary>
internal sealed class ContainerState
{
    public ContainerWaiting? Waiting { get; set; }
    public ContainerRunning? Running { get; set; }
    public ContainerTerminated? Terminated { get; set; }
}

internal sealed class ContainerWaiting
{
    public string? Reason { get; set; }
    public string? Message { get; set; }
}

internal sealed class ContainerRunning
{
    public DateTimeOffset? StartedAt { get; set; }
}

internal sealed class ContainerTerminated
{
    public int ExitCode { get; set; }
    public int? Signal { get; set; }
    public string? Reason { get; set; }
    public string? Message { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
}
