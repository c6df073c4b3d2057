using System.Net;
using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

/// <summary>Why the API server did not remove a pod. One status has several meanings, and the difference decides what to do.</summary>
internal enum Refusal
{
    /// <summary>It is gone, or another pod has its name now: done.</summary>
    Gone,

    /// <summary>A disruption budget does not allow it now.</summary>
    Budget,

    /// <summary>More than one budget covers the pod: no eviction will ever be allowed.</summary>
    SeveralBudgets,

    /// <summary>Its namespace is being deleted: the pod will be too.</summary>
    NamespaceTerminating,

    /// <summary>We ask too often.</summary>
    Throttled,

    /// <summary>We may not.</summary>
    Forbidden,

    /// <summary>The server failed, or did not answer.</summary>
    Failed,
}

internal static class Refusals
{
    public static Refusal Of(KubernetesApiException failure) => failure.StatusCode switch
    {
        // Of the pod, and not of the resource or a proxy's page: an old server knows no eviction.
        HttpStatusCode.NotFound when failure.StatusReason == "NotFound" && failure.Message.Contains("pods \"", StringComparison.Ordinal) =>
            Refusal.Gone,
        // Another conflict says that the pod has changed, and is there.
        HttpStatusCode.Conflict when failure.Message.Contains("the UID in the precondition", StringComparison.OrdinalIgnoreCase) =>
            Refusal.Gone,
        HttpStatusCode.TooManyRequests when failure.Causes.Contains("DisruptionBudget") => Refusal.Budget,
        HttpStatusCode.TooManyRequests => Refusal.Throttled,
        HttpStatusCode.Forbidden when failure.Causes.Contains("NamespaceTerminating") => Refusal.NamespaceTerminating,
        HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized or HttpStatusCode.MethodNotAllowed => Refusal.Forbidden,
        // The server has no code of its own for this one.
        HttpStatusCode.InternalServerError when failure.Message.Contains(
            "more than one PodDisruptionBudget", StringComparison.OrdinalIgnoreCase) =>
            Refusal.SeveralBudgets,
        _ => Refusal.Failed,
    };
}
