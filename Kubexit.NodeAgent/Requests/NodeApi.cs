using System.Text.Json.Nodes;
using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

/// <summary>
/// The agent's requests, over the API client. A UID in every removal: a StatefulSet's next pod under the same name is not meant.
/// </summary>
internal sealed class NodeApi(KubernetesApiClient client, string nodeName) : INodeApi
{
    private static readonly TimeSpan WatchDuration = TimeSpan.FromMinutes(5);

    private readonly string _node = AgentPath.Node(nodeName);
    private readonly string _nodes = AgentPath.AllNodes.With("fieldSelector", $"metadata.name={nodeName}");
    private readonly string _pods = AgentPath.AllPods.With("fieldSelector", $"spec.nodeName={nodeName}");

    public Task<Node> GetNodeAsync(CancellationToken cancellationToken) =>
        client.GetAsync(_node, AgentJson.Default.Node, cancellationToken);

    public Task<Node> PatchNodeAsync(JsonObject patch, CancellationToken cancellationToken) =>
        client.SendAsync(HttpMethod.Patch, _node, JsonBody.MergePatch(patch), AgentJson.Default.Node, cancellationToken);

    public Task PatchNodeStatusAsync(JsonObject patch, CancellationToken cancellationToken) =>
        client.SendAsync(HttpMethod.Patch, _node + "/status", JsonBody.StrategicMergePatch(patch), cancellationToken);

    // Version 0: the server's cache may answer. A watch goes on from there, so nothing is missed.
    public Task<ObjectList<Node>> ListNodeAsync(CancellationToken cancellationToken) =>
        client.GetAsync(_nodes.With("resourceVersion", "0"), AgentJson.Default.NodeList, cancellationToken);

    public IAsyncEnumerable<WatchEvent<Node>> WatchNodeAsync(string version, CancellationToken cancellationToken) =>
        client.WatchAsync(_nodes, version, WatchDuration, AgentJson.Default.Node, cancellationToken);

    public Task<ObjectList<NodePod>> ListPodsAsync(CancellationToken cancellationToken) =>
        client.GetAsync(_pods.With("resourceVersion", "0"), AgentJson.Default.NodePodList, cancellationToken);

    public IAsyncEnumerable<WatchEvent<NodePod>> WatchPodsAsync(string version, CancellationToken cancellationToken) =>
        client.WatchAsync(_pods, version, WatchDuration, AgentJson.Default.NodePod, cancellationToken);

    public Task EvictAsync(DrainPod pod, TimeSpan grace, CancellationToken cancellationToken)
    {
        var eviction = new Eviction
        {
            Metadata = new ObjectMeta { Name = pod.Name, Namespace = pod.Namespace },
            DeleteOptions = Options(pod, grace)
        };
        return client.SendAsync(
            HttpMethod.Post, AgentPath.Eviction(pod.Namespace, pod.Name), JsonBody.Of(eviction, AgentJson.Default.Eviction),
            cancellationToken);
    }

    public Task DeleteAsync(DrainPod pod, TimeSpan grace, CancellationToken cancellationToken) => client.SendAsync(
        HttpMethod.Delete, AgentPath.Pod(pod.Namespace, pod.Name), JsonBody.Of(Options(pod, grace), AgentJson.Default.DeleteOptions),
        cancellationToken);

    public async Task<bool> MayAsync(AgentRight right, CancellationToken cancellationToken)
    {
        var (resource, subresource) = right.Resource().Split('/') is [var before, var after] ? (before, after) : (right.Resource(), null);
        var review = new JsonObject
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SelfSubjectAccessReview",
            ["spec"] = new JsonObject
            {
                ["resourceAttributes"] =
                    new JsonObject
                    {
                        ["group"] = right.Group(),
                        ["resource"] = resource,
                        ["subresource"] = subresource,
                        ["verb"] = right.Verb()
                    },
            },
        };
        var reply = await client.SendAsync(
            HttpMethod.Post, AgentPath.AccessReviews, JsonBody.Of(review), AgentJson.Default.AccessReview, cancellationToken);
        return reply.Status?.Allowed ?? true;
    }

    public async Task<int> CountAttachmentsAsync(CancellationToken cancellationToken)
    {
        var list = await client.GetAsync(
            AgentPath.VolumeAttachments.With("resourceVersion", "0"), AgentJson.Default.VolumeAttachmentList, cancellationToken);
        return (list.Items ?? []).Count(item => item.Spec?.NodeName == nodeName);
    }

    public Task CreateEventAsync(CoreEvent value, CancellationToken cancellationToken) => client.SendAsync(
        HttpMethod.Post, AgentPath.Events(value.Metadata.Namespace ?? "default"), JsonBody.Of(value, AgentJson.Default.CoreEvent),
        cancellationToken);

    private static DeleteOptions Options(DrainPod pod, TimeSpan grace) =>
        new() { GracePeriodSeconds = (long)grace.TotalSeconds, Preconditions = new Preconditions { Uid = pod.Uid } };
}
