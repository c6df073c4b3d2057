using Kubexit.Configuration;

namespace Kubexit.Kubernetes;

/// <summary>How the server tells of a failure, as the body of a reply or as the object of a watch's ERROR event, meta/v1.</summary>
internal sealed class Status
{
    public string? Message { get; set; }
    public string? Reason { get; set; }
    public int? Code { get; set; }
    public StatusDetails? Details { get; set; }
}

internal sealed class StatusDetails
{
    public string? Name { get; set; }
    public string? Kind { get; set; }
    public int? RetryAfterSeconds { get; set; }
    public List<StatusCause>? Causes { get; set; }
}

internal sealed class StatusCause
{
    public string? Reason { get; set; }
    public string? Message { get; set; }
}
