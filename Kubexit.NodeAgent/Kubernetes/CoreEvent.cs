using Kubexit.Configuration;
using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

/// <summary>An event that <c>kubectl describe</c> shows, core/v1.</summary>
internal sealed class CoreEvent
{
    public string ApiVersion { get; set; } = "v1";
    public string Kind { get; set; } = "Event";
    public required ObjectMeta Metadata { get; set; }
    public required ObjectReference InvolvedObject { get; set; }

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public required string Type { get; set; }

    public required string Reason { get; set; }
    public required string Message { get; set; }
    public EventSource? Source { get; set; }
    public DateTimeOffset? FirstTimestamp { get; set; }
    public DateTimeOffset? LastTimestamp { get; set; }
    public int Count { get; set; } = 1;
    public string? ReportingComponent { get; set; }
    public string? ReportingInstance { get; set; }
}

internal sealed class EventSource
{
    public string? Component { get; set; }
    public string? Host { get; set; }
}

internal sealed class ObjectReference
{
    public string? ApiVersion { get; set; }
    public string? Kind { get; set; }
    public string? Namespace { get; set; }
    public string? Name { get; set; }
    public string? Uid { get; set; }
}
