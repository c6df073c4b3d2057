using System.Text.Json.Serialization;
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
    public List<NodePodVolume>? Volumes { get; set; }
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

/// <summary>A volume of a pod, as far as it can hold up the node's volumes.</summary>
internal sealed class NodePodVolume
{
    [JsonPropertyName("persistentVolumeClaim")]
    public AnyValue? Claim { get; set; }
}

/// <summary>That something is there, and no more.</summary>
internal sealed class AnyValue;
