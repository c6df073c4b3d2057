using System.Text.Json.Nodes;
using Kubexit.Kubernetes;
using Kubexit.NodeAgent;
using Kubexit.NodeTermination;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent;

/// <summary>
/// A node on the stand-in API server: evictions against disruption budgets, graceful deletion with a kubelet that takes a moment, finalizers, pods that
/// come back, the node's status. In the server's own words.
/// </summary>
internal sealed class StandInNode
{
    private readonly StandInApiServer _server;

    public StandInNode(StandInApiServer server)
    {
        _server = server;
        server.Store.Put(Path, new JsonObject { ["spec"] = new JsonObject { ["providerID"] = "gce://project/zone/node-1" } });
        server.Override = Answer;
    }

    public static ResourcePath Path { get; } = new("api/v1", null, "nodes", "node-1", null);

    /// <summary>Names of pods that no eviction is allowed for, with the reply.</summary>
    public Dictionary<string, (int Code, JsonObject Body)> Refused { get; } = [];

    /// <summary>Removals in the order they were accepted: <c>EVICT name 30</c> or <c>DELETE name 30</c>.</summary>
    public List<string> Accepted { get; } = [];

    public JsonObject Node => _server.Store.Get(Path)!;

    public static (int, JsonObject) BudgetRefusal => (429, StatusBody.Create(
        429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.",
        new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "DisruptionBudget", ["message"] = "The disruption budget web needs 2 healthy pods and has 2 currently" }) }));

    public static (int, JsonObject) SeveralBudgets => (500, StatusBody.Create(
        500, "InternalError", "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."));

    public static (int, JsonObject) NamespaceTerminating => (403, StatusBody.Create(
        403, "Forbidden", "pods \"web\" is forbidden: unable to create new content in namespace shop because it is being terminated",
        new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "NamespaceTerminating", ["message"] = "namespace shop is being terminated" }) }));

    public JsonObject? Pod(string ns, string name) => _server.Store.Get(PodPath(ns, name));

    public void Add(string ns, string name, int grace = 30, string controller = "ReplicaSet", int priority = 0, bool mirror = false, bool finalizer = false, string phase = "Running")
    {
        var metadata = new JsonObject { ["uid"] = Guid.NewGuid().ToString(), ["ownerReferences"] = new JsonArray(new JsonObject { ["kind"] = controller, ["controller"] = true }) };
        if (mirror) metadata["annotations"] = new JsonObject { ["kubernetes.io/config.mirror"] = "hash" };
        if (finalizer) metadata["finalizers"] = new JsonArray("example.com/held");
        _server.Store.Put(PodPath(ns, name), new JsonObject
        {
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["nodeName"] = "node-1", ["terminationGracePeriodSeconds"] = grace, ["priority"] = priority },
            ["status"] = new JsonObject { ["phase"] = phase },
        });
    }

    private static ResourcePath PodPath(string ns, string name) => new("api/v1", ns, "pods", name, null);

    private (int, JsonObject)? Answer(ApiRequest request) => (request.Method, request.Resource) switch
    {
        ("POST", { Subresource: "eviction" } path) => Evict(path, request.Body!),
        ("DELETE", { Resource: "pods", Name: not null } path) => Remove(path, request.Body!, "DELETE"),
        ("PATCH", { Resource: "nodes", Subresource: "status" }) => PatchStatus(request),
        _ => null,
    };

    private (int, JsonObject)? Evict(ResourcePath path, JsonObject eviction)
    {
        if ((string?)eviction["metadata"]?["name"] != path.Name) return (400, StatusBody.Create(400, "BadRequest", "name in URL does not match name in Eviction object"));
        if (Refused.TryGetValue(path.Name!, out var refusal)) return refusal;
        return Remove(path with { Subresource = null }, eviction["deleteOptions"]!.AsObject(), "EVICT");
    }

    private (int, JsonObject)? Remove(ResourcePath path, JsonObject options, string verb)
    {
        if (_server.Store.Get(path) is not { } pod) return (404, StatusBody.NotFound(path));
        if ((string?)options["preconditions"]?["uid"] != (string?)pod["metadata"]!["uid"]) return (409, StatusBody.Conflict(path, "the UID in the precondition does not match"));
        var grace = (int)options["gracePeriodSeconds"]!;
        lock (Accepted) Accepted.Add($"{verb} {path.Name} {grace}");
        pod["metadata"]!["deletionTimestamp"] = DateTimeOffset.UtcNow.AddSeconds(grace).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        _server.Store.Put(path, pod);
        if (pod["metadata"]!["finalizers"] is null) _ = EndAsync(path, pod);
        return (201, StatusBody.Create(201, "", ""));
    }

    private async Task EndAsync(ResourcePath path, JsonObject pod)
    {
        await Task.Delay(50);
        _server.Store.Delete(path);
        if ((string?)pod["metadata"]!["ownerReferences"]![0]!["kind"] == "StatefulSet") Add(path.Namespace!, path.Name!, controller: "StatefulSet", phase: "Pending");
    }

    private (int, JsonObject)? PatchStatus(ApiRequest request)
    {
        if (request.ContentType?.StartsWith("application/strategic-merge-patch+json", StringComparison.Ordinal) != true) return (415, StatusBody.Create(415, "UnsupportedMediaType", ""));
        var node = Node;
        node["status"] = request.Body!["status"]!.DeepClone();
        _server.Store.Put(Path, node);
        return (200, node);
    }
}
