using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

/// <summary>What an administrator allows on this node, by the annotation <c>kubexit/node-termination</c>.</summary>
internal enum NodePolicy
{
    /// <summary>Taint and drain; also when there is no annotation, or an unknown one.</summary>
    Drain,

    /// <summary><c>taint</c>: keep new pods away, leave the others.</summary>
    Taint,

    /// <summary><c>ignore</c>: change nothing.</summary>
    Ignore,
}

internal static class NodePolicies
{
    /// <summary>What is done instead of a drain.</summary>
    public static string Meaning(this NodePolicy policy) => policy switch
    {
        NodePolicy.Drain => "the node is tainted and drained",
        NodePolicy.Taint => "the node is tainted, but its pods keep running",
        NodePolicy.Ignore => "nothing is done to the node",
        _ => throw new InvalidOperationException($"There is no policy {policy}."),
    };

    public const string Annotation = "kubexit/node-termination";

    public static NodePolicy Of(Node node) => node.Metadata?.Annotations?.GetValueOrDefault(Annotation) switch
    {
        "ignore" => NodePolicy.Ignore,
        "taint" => NodePolicy.Taint,
        _ => NodePolicy.Drain,
    };
}

/// <summary>What is written on the node, and what may be done to it.</summary>
internal sealed record NodeMark(NodeMarks Marks, NodePolicy Policy);
