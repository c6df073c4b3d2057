using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>A node with its kubelet and pods on a stand-in API server: the same one over TLS in real time and in the simulation's virtual
/// time.</summary>
internal sealed class StandInNode : IDisposable
{
    private readonly ConcurrentDictionary<string, StandInPod> _pods = new();
    private readonly ConcurrentQueue<string> _accepted = new();
    private readonly ApiServer _server;

    public StandInNode(ApiServer server, KubeletPace pace)
    {
        _server = server;
        Kubelet = new Kubelet(server, "node-1", pace)
        {
            Behaviour = (pod, container) =>
                _pods.TryGetValue(pod.Uid, out var known) ? known.Behaviour(container) : ContainerBehaviour.Server,
        };
        Kubelet.Register(new JsonObject { ["providerID"] = "gce://project/zone/node-1" });
        server.Store.Changed += Look;
    }

    public static ResourcePath Path { get; } = ResourcePath.Of(ResourceKinds.Node, null, "node-1");

    public Kubelet Kubelet { get; }

    public ObjectStore Store => _server.Store;

    public JsonObject Node => Store.Get(Path)!;

    /// <summary>Every pod that was ever on the node, in the order they came.</summary>
    public IReadOnlyList<StandInPod> All => [.. _pods.Values.OrderBy(pod => _order.IndexOf(pod.Uid))];

    /// <summary>How many pods of a budget may be disrupted. Nobody replaces them, so none is ever given back.</summary>
    public Dictionary<string, int> Budgets { get; } = [];

    /// <summary>Removals in the order they were accepted: <c>EVICT name 30</c> or <c>DELETE name 30</c>.</summary>
    public IReadOnlyList<string> Accepted => [.. _accepted];

    private readonly List<string> _order = [];

    /// <summary>Puts a pod on the node: running and ready, ended, or new, as it says of itself.</summary>
    public StandInPod Add(StandInPod pod)
    {
        lock (_order) _order.Add(pod.Uid);
        _pods[pod.Uid] = pod;
        pod.Truth = Kubelet.Truth(pod.Uid);
        if (pod.Budget is { } budget) Guard(pod.Namespace, budget, Budgets[budget]);
        Store.Put(pod.Path, (pod.IsNew ? pod : pod.Settled()).ToJson());
        return pod;
    }

    /// <summary>A disruption budget for all pods of that <see cref="StandInPod.Budget"/>.</summary>
    public void Guard(string ns, string budget, int allowed, string? name = null)
    {
        var path = ResourcePath.Of(ResourceKinds.DisruptionBudget, ns, name ?? budget);
        if (Store.Find(path) is not null) return;
        Store.Put(path, new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["minAvailable"] = 2,
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["budget"] = budget } }
            },
            ["status"] = new JsonObject
            {
                ["observedGeneration"] = 1,
                ["disruptionsAllowed"] = allowed,
                ["currentHealthy"] = 2 + allowed,
                ["desiredHealthy"] = 2,
                ["expectedPods"] = 2 + allowed,
            },
        });
    }

    public StoredObject? Pod(string ns, string name) => Store.Find(ResourcePath.Of(ResourceKinds.Pod, ns, name));

    public void Dispose()
    {
        Store.Changed -= Look;
        Kubelet.Dispose();
    }

    private void Look(StoredChange change)
    {
        if (change.Path.Resource != "pods") return;
        if (change is { Before: { IsBeingDeleted: false } before, After: { IsBeingDeleted: true } now })
        {
            var isEvicted = before.Json.GetRawText().Contains("EvictionByEvictionAPI", StringComparison.Ordinal);
            _accepted.Enqueue($"{(isEvicted ? "EVICT" : "DELETE")} {now.Path.Name} {now.Text("metadata.deletionGracePeriodSeconds")}");
        }
        if (change.After is null && _pods.TryGetValue(change.Before!.Uid, out var gone) && gone.ComesBack)
            Add(new StandInPod(gone.Name, gone.Namespace, gone.Uid + "'")
            {
                Priority = gone.Priority,
                Controller = gone.Controller,
                IsNew = true
            });
    }
}
