using Kubexit.Configuration;
using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

/// <summary>Asks for a pod to be removed with respect for its disruption budgets, policy/v1.</summary>
internal sealed class Eviction
{
    public string ApiVersion { get; set; } = "policy/v1";
    public string Kind { get; set; } = "Eviction";

    /// <summary>Name and namespace; the server refuses a name other than the path's.</summary>
    public required ObjectMeta Metadata { get; set; }

    /// <summary>Always sent: without it old servers ignore the pod's own grace period.</summary>
    public DeleteOptions DeleteOptions { get; set; } = new();
}

/// <summary>How an object is deleted, meta/v1.</summary>
internal sealed class DeleteOptions
{
    public string ApiVersion { get; set; } = "v1";
    public string Kind { get; set; } = "DeleteOptions";

    /// <summary>Seconds; <see langword="null"/> is the object's own, zero deletes at once.</summary>
    public long? GracePeriodSeconds { get; set; }

    public Preconditions? Preconditions { get; set; }
    public string? PropagationPolicy { get; set; }
    public List<string>? DryRun { get; set; }
}

/// <summary>Refuses the deletion (409) when the object is no longer the one that was meant.</summary>
internal sealed class Preconditions
{
    public string? Uid { get; set; }
    public string? ResourceVersion { get; set; }
}
