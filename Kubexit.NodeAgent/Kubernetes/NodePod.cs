using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

/// <summary>A pod, core/v1, as far as a drain looks at it: the agent keeps all pods of its node in mind.</summary>
internal sealed class NodePod
{
    public ObjectMeta? Metadata { get; set; }
    public NodePodSpec? Spec { get; set; }
    public NodePodStatus? Status { get; set; }
}

internal sealed class NodePodSpec
{
    public int? Priority { get; set; }
    public long? TerminationGracePeriodSeconds { get; set; }
    public List<Toleration>? Tolerations { get; set; }
}

internal sealed class NodePodStatus
{
    public string? Phase { get; set; }

    /// <summary>When the kubelet took the pod over, by the node's own clock.</summary>
    public DateTimeOffset? StartTime { get; set; }
}

/// <summary>A taint that a pod puts up with. No key is any taint, no effect is any effect.</summary>
internal sealed class Toleration
{
    public string? Key { get; set; }

    /// <summary><c>Equal</c>, also when absent, or <c>Exists</c>.</summary>
    public string? Operator { get; set; }

    public string? Value { get; set; }
    public string? Effect { get; set; }
}
