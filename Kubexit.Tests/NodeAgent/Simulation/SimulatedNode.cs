using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Kubexit.Kubernetes;
using Kubexit.NodeAgent;
using Kubexit.NodeTermination;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent;

/// <summary>
/// The stand-in API server and node as the agent's requests reach them, in accelerated time: with a latency, a limit of requests, faults
/// and outages. For <see cref="VirtualTime"/>'s one thread only.
/// </summary>
internal sealed class SimulatedNode : INodeApi
{
    private readonly VirtualTime _time;
    private readonly ApiServer _server;
    private readonly StandInNode _node;
    private readonly List<WatchFeed> _watches = [];

    public SimulatedNode(VirtualTime time, KubeletPace? pace = null)
    {
        _time = time;
        _server = new ApiServer(time);
        _node = new StandInNode(_server, pace ?? KubeletPace.Measured);
        Started = time.Now;
    }

    public IEnumerable<StandInPod> All => _node.All;

    public Dictionary<string, int> Budgets => _node.Budgets;

    public JsonObject Node => _node.Node;

    public double? RequestsPerSecond
    {
        get => _server.FlowControl.RequestsPerSecond;
        init => _server.FlowControl.RequestsPerSecond = value;
    }

    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(10);

    public List<(TimeSpan At, string Request)> Requests { get; } = [];

    public int ThrottledRequests => _server.FlowControl.Refused;

    public List<CoreEvent> Events { get; } = [];

    /// <summary>What a request fails with; given its text.</summary>
    public Func<string, KubernetesApiException?> Fault { get; set; } = _ => null;

    /// <summary>Called before a request has its effect, and after.</summary>
    public Action<string, bool> Step { get; set; } = (_, _) => { };

    public DateTimeOffset Started { get; }

    public StandInPod Add(StandInPod pod) => _node.Add(pod);

    /// <summary>A pod that somebody else has told to end.</summary>
    public void Delete(StandInPod pod, int grace) =>
        _node.Kubelet.Deletes.Delete(_node.Store.Find(pod.Path)!, new DeleteOptionsBody(Grace: grace));

    /// <summary>A pod goes at once, and another one has its name.</summary>
    public void Replace(string ns, string name, StandInPod by)
    {
        _node.Store.Delete(ResourcePath.Of(ResourceKinds.Pod, ns, name));
        _node.Add(by);
    }

    public Task<Node> GetNodeAsync(CancellationToken cancellationToken) =>
        SendAsync("GET node", "GET", "/api/v1/nodes/node-1", null, AgentJson.Default.Node, cancellationToken);

    public Task<Node> PatchNodeAsync(JsonObject patch, CancellationToken cancellationToken) =>
        SendAsync("PATCH node", "PATCH", "/api/v1/nodes/node-1", patch, AgentJson.Default.Node, cancellationToken,
            "application/merge-patch+json");

    public Task PatchNodeStatusAsync(JsonObject patch, CancellationToken cancellationToken) =>
        SendAsync("PATCH node/status", "PATCH", "/api/v1/nodes/node-1/status", patch, cancellationToken,
            "application/strategic-merge-patch+json");

    public Task<ObjectList<Node>> ListNodeAsync(CancellationToken cancellationToken) => SendAsync(
        "LIST node", "GET", "/api/v1/nodes?resourceVersion=0&fieldSelector=metadata.name%3Dnode-1", null, AgentJson.Default.NodeList,
        cancellationToken);

    public IAsyncEnumerable<WatchEvent<Node>> WatchNodeAsync(string version, CancellationToken cancellationToken) =>
        WatchAsync("WATCH node", "/api/v1/nodes?fieldSelector=metadata.name%3Dnode-1", version, AgentJson.Default.Node, cancellationToken);

    public Task<ObjectList<NodePod>> ListPodsAsync(CancellationToken cancellationToken) => SendAsync(
        "LIST pods", "GET", "/api/v1/pods?resourceVersion=0&fieldSelector=spec.nodeName%3Dnode-1", null, AgentJson.Default.NodePodList,
        cancellationToken);

    public IAsyncEnumerable<WatchEvent<NodePod>> WatchPodsAsync(string version, CancellationToken cancellationToken) =>
        WatchAsync("WATCH pods", "/api/v1/pods?fieldSelector=spec.nodeName%3Dnode-1", version, AgentJson.Default.NodePod,
            cancellationToken);

    private async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        string request, string list, string version, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = $"{list}&watch=true&allowWatchBookmarks=true&timeoutSeconds=300&resourceVersion={version}";
        using var watch = (await SendAsync(request, "GET", path, null, cancellationToken)).Watch!;
        _watches.Add(watch);
        try
        {
            while (await watch.Items.WaitToReadAsync(cancellationToken)) // ReadAllAsync would leave the thread.
            {
                while (watch.Items.TryRead(out var item)) yield return Parse(item, type);
            }
        }
        finally
        {
            _watches.Remove(watch);
        }
    }

    public Task EvictAsync(DrainPod pod, TimeSpan grace, CancellationToken cancellationToken) => RemoveAsync(
        $"EVICT {pod}", "POST", $"/api/v1/namespaces/{pod.Namespace}/pods/{pod.Name}/eviction",
        new JsonObject { ["metadata"] = new JsonObject { ["name"] = pod.Name }, ["deleteOptions"] = Options(pod, grace) }, pod,
        cancellationToken);

    public Task DeleteAsync(DrainPod pod, TimeSpan grace, CancellationToken cancellationToken) =>
        RemoveAsync($"DELETE {pod}", "DELETE", $"/api/v1/namespaces/{pod.Namespace}/pods/{pod.Name}", Options(pod, grace), pod,
            cancellationToken);

    /// <summary>Role-based access; everything is allowed by default.</summary>
    public Func<ApiRequest, bool> Allows
    {
        get => _server.Allows;
        set => _server.Allows = value;
    }

    /// <summary>What the node's volumes are; they go when their pods do.</summary>
    public Func<int> Attachments { get; set; } = () => 0;

    /// <summary>Whether the server answers what one may do.</summary>
    public bool AnswersReviews { get; set; }

    public async Task<bool> MayAsync(AgentRight right, CancellationToken cancellationToken)
    {
        await _time.DelayAsync(Latency, cancellationToken);
        if (!AnswersReviews) throw Failure(HttpStatusCode.NotFound, "NotFound");
        var resource = right.Resource().Split('/');
        var of = right.Resource().StartsWith("nodes", StringComparison.Ordinal) ? "/api/v1/nodes"
            : $"/api/v1/namespaces/shop/{resource[0]}";
        var (method, query) = right.Verb() switch
        {
            "list" => ("GET", ""),
            "watch" => ("GET", "?watch=true"),
            "get" => ("GET", "/x"),
            "create" => ("POST", resource.Length > 1 ? $"/x/{resource[1]}" : ""),
            "patch" => ("PATCH", resource.Length > 1 ? $"/x/{resource[1]}" : "/x"),
            "delete" => ("DELETE", "/x"),
            var verb => throw new InvalidOperationException(verb),
        };
        return Allows(ApiRequest.Of(method, of + query, null, "application/json"));
    }

    public async Task<int> CountAttachmentsAsync(CancellationToken cancellationToken)
    {
        await _time.DelayAsync(Latency, cancellationToken);
        return Attachments();
    }

    public async Task CreateEventAsync(CoreEvent value, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToNode(value, AgentJson.Default.CoreEvent)!.AsObject();
        await SendAsync("POST event", "POST", $"/api/v1/namespaces/{value.Metadata.Namespace}/events", json, cancellationToken);
        Events.Add(value);
    }

    /// <summary>An administrator's change of the node.</summary>
    public void Change(string json) =>
        _node.Store.Change(StandInNode.Path, node => MergePatch.Apply(node, JsonNode.Parse(json)!.AsObject()));

    public void BreakWatches()
    {
        foreach (var watch in _watches) watch.Tell(WatchCommand.Cut);
    }

    public Node Read() => Node.Deserialize(AgentJson.Default.Node)!;

    public static KubernetesApiException Failure(HttpStatusCode? status, string? reason) => status is null
        ? KubernetesApiException.NoReply(new Uri("https://simulated/"), "connection refused", null)
        : KubernetesApiException.FromStatus(new Status { Reason = reason, Message = "simulated" }, status, null);

    private async Task RemoveAsync(
        string request, string method, string path, JsonObject body, DrainPod pod, CancellationToken cancellationToken)
    {
        await SendAsync(request, method, path, body, cancellationToken);
        _node.Kubelet.Truth(pod.Uid).Requests++;
    }

    private async Task<T> SendAsync<T>(
        string request, string method, string path, JsonObject? body, JsonTypeInfo<T> type, CancellationToken cancellationToken,
        string contentType = "application/json") =>
        (await SendAsync(request, method, path, body, cancellationToken, contentType)).Body!.Deserialize(type)!;

    private async Task<ApiReply> SendAsync(
        string request, string method, string path, JsonObject? body, CancellationToken cancellationToken,
        string contentType = "application/json")
    {
        await _time.DelayAsync(Latency / 2, cancellationToken);
        Requests.Add((_time.Now - Started, request));
        if (Fault(request) is { } failure) throw failure;
        Step(request, false);
        var reply = await _server.AnswerAsync(ApiRequest.Of(method, path, body, contentType), cancellationToken);
        if (reply.Status < 400) Step(request, true);
        await _time.DelayAsync(Latency / 2, cancellationToken);
        return reply.Status < 400 ? reply : throw KubernetesApiException.FromStatus(
            reply.Body?.Deserialize(KubernetesJson.Default.Status) ?? new Status { Message = reply.Text },
            (HttpStatusCode)reply.Status, reply.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
    }

    private static WatchEvent<T> Parse<T>(WatchItem item, JsonTypeInfo<T> objects)
    {
        if (item.Command is not null) throw Failure(null, null);
        if (item.Type == "ERROR")
            throw KubernetesApiException.FromStatus(item.Object.Deserialize(KubernetesJson.Default.Status), null, null);
        var type = Enum.Parse<WatchEventType>(item.Type!, ignoreCase: true);
        return new(type, item.Object.Deserialize(objects)!);
    }

    private static JsonObject Options(DrainPod pod, TimeSpan grace) =>
        new() { ["gracePeriodSeconds"] = (long)grace.TotalSeconds, ["preconditions"] = new JsonObject { ["uid"] = pod.Uid } };
}
