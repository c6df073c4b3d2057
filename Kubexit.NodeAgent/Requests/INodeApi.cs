using System.Text.Json.Nodes;
using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

/// <summary>
/// The few requests the agent makes, all about one node. Every one throws <see cref="KubernetesApiException"/> and is not retried below.
/// </summary>
internal interface INodeApi
{
    Task<Node> GetNodeAsync(CancellationToken cancellationToken);

    /// <summary>A list that has the node alone, and the version to watch from.</summary>
    Task<ObjectList<Node>> ListNodeAsync(CancellationToken cancellationToken);

    IAsyncEnumerable<WatchEvent<Node>> WatchNodeAsync(string version, CancellationToken cancellationToken);

    /// <summary>A merge patch; with a resource version in it, 409 when the node has changed since.</summary>
    Task<Node> PatchNodeAsync(JsonObject patch, CancellationToken cancellationToken);

    /// <summary>A strategic merge patch of the status: conditions merge by type.</summary>
    Task PatchNodeStatusAsync(JsonObject patch, CancellationToken cancellationToken);

    /// <summary>The pods bound to the node, and the version to watch from.</summary>
    Task<ObjectList<NodePod>> ListPodsAsync(CancellationToken cancellationToken);

    IAsyncEnumerable<WatchEvent<NodePod>> WatchPodsAsync(string version, CancellationToken cancellationToken);

    /// <summary>Removes exactly this pod (by UID) if its disruption budgets allow.</summary>
    Task EvictAsync(DrainPod pod, TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>Removes exactly this pod (by UID).</summary>
    Task DeleteAsync(DrainPod pod, TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>Whether this account has a right, as the server says.</summary>
    Task<bool> MayAsync(AgentRight right, CancellationToken cancellationToken);

    /// <summary>How many volumes are attached to the node.</summary>
    Task<int> CountAttachmentsAsync(CancellationToken cancellationToken);

    Task CreateEventAsync(CoreEvent value, CancellationToken cancellationToken);
}
