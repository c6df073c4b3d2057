namespace Kubexit.NodeAgent;

/// <summary>The reply to the question what we may do, authorization.k8s.io/v1.</summary>
internal sealed class AccessReview
{
    public AccessReviewStatus? Status { get; set; }
}

internal sealed class AccessReviewStatus
{
    public bool Allowed { get; set; }
}
