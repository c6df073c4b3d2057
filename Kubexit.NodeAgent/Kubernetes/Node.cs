using System.Text.Json.Serialization;
using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

/// <summary>A node, core/v1, as far as Kubexit looks at it.</summary>
internal sealed class Node
{
    public ObjectMeta? Metadata { get; set; }
    public NodeSpec? Spec { get; set; }
}

internal sealed class NodeSpec
{
    public bool? Unschedulable { get; set; }
    public List<Taint>? Taints { get; set; }

    [JsonPropertyName("providerID")]
    public string? ProviderId { get; set; }
}

internal sealed class Taint
{
    public string? Key { get; set; }
    public string? Value { get; set; }
    public string? Effect { get; set; }
    public DateTimeOffset? TimeAdded { get; set; }
}
