using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>
/// The kubelet of one node: binds pods, starts and ends their containers, writes their status, and lets their objects go; all with the
/// surprises of the real one.
/// </summary>
/// <remarks>
/// Theory of operation: it looks at every change of a pod and arms timers of the store's clock; all its steps are under one lock, and none
/// of them waits. The first grace that it sees runs to its end, whatever later requests say. While a pod is being deleted, the ends of
/// single containers do not show.
/// </remarks>
internal sealed class Kubelet : IDisposable
{
    private readonly Timers _timers;
    private readonly NodeWork _work;
    private readonly ConcurrentDictionary<string, PodWorker> _pods = new();
    private readonly ConcurrentDictionary<string, PodTruth> _truth = new();

    public Kubelet(ApiServer server, string node, KubeletPace? pace = null)
    {
        (Server, Node, Pace) = (server, node, pace ?? KubeletPace.Measured);
        _timers = new Timers(Time);
        _work = new NodeWork(_timers, Time);
        Deletes = new DeleteRequests(Store);
        Store.Changed += Look;
    }

    public string Node { get; }

    public KubeletPace Pace { get; set; }

    public ApiServer Server { get; }

    public ObjectStore Store => Server.Store;

    public TimeProvider Time => Server.Store.Time;

    /// <summary>What the processes do, by pod and container. By default they run until they are told to end.</summary>
    public Func<StoredObject, string, ContainerBehaviour> Behaviour { get; set; } = (_, _) => ContainerBehaviour.Server;

    internal DeleteRequests Deletes { get; }

    internal NodeWork Work => _work;

    /// <summary>Makes the node known, with these parts of a spec, and reports on it from time to time, which moves its version
    /// on.</summary>
    public void Register(JsonObject spec)
    {
        var path = ResourcePath.Of(ResourceKinds.Node, null, Node);
        Store.Put(path,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["kubernetes.io/hostname"] = Node } },
                ["spec"] = spec
            });
        Report(isNew: true);

        void Report(bool isNew)
        {
            Store.Change(path, node => StrategicMergePatch.Apply(node, NodeRecord.StatusPatch(Time.GetUtcNow(), isNew)));
            _timers.After(Pace.Heartbeat, () => Report(isNew: false));
        }
    }

    /// <summary>What became of the processes of a pod, by its UID.</summary>
    public PodTruth Truth(string uid) => _truth.GetOrAdd(uid, _ => new PodTruth());

    public void Dispose()
    {
        Store.Changed -= Look;
        _timers.Dispose();
    }

    internal void After(TimeSpan delay, Action action) => _timers.After(delay, action);

    internal void Forget(string uid) => _pods.TryRemove(uid, out _);

    private void Look(StoredChange change)
    {
        if (change.Path.Resource != "pods") return;
        lock (_timers.Gate)
        {
            var uid = (change.After ?? change.Before)!.Uid;
            if (change.After is not { } pod)
            {
                Truth(uid).GoneAt ??= Time.GetUtcNow();
                if (_pods.TryGetValue(uid, out var gone)) gone.ObjectGone();
            }
            else if (_pods.TryGetValue(uid, out var worker)) worker.Look(pod);
            else if (pod.Text("spec.nodeName") is not { Length: > 0 } node) Schedule(pod);
            else if (node == Node && !pod.IsBeingDeleted) Accept(pod);
        }
    }

    private void Accept(StoredObject pod)
    {
        if (pod.Text("status.phase") is "Succeeded" or "Failed") return;
        var worker = new PodWorker(this, pod);
        _pods[pod.Uid] = worker;
        worker.Begin();
    }

    private void Schedule(StoredObject pod)
    {
        if (pod.IsBeingDeleted || pod.Text("status.conditions") is not null) return;
        _timers.After(Pace.Schedule, () => Store.Change(pod.Path, json =>
        {
            var fits = json["spec"]!["nodeSelector"] is null;
            if ((string?)json["metadata"]!["uid"] != pod.Uid || json["metadata"]!["deletionTimestamp"] is not null) return;
            if (fits) json["spec"]!["nodeName"] = Node;
            var condition = new JsonObject
            {
                ["type"] = "PodScheduled",
                ["status"] = fits ? "True" : "False",
                ["lastProbeTime"] = null,
                ["lastTransitionTime"] = ObjectDefaults.Time(Time.GetUtcNow()),
            };
            if (!fits)
                (condition["reason"], condition["message"]) = ("Unschedulable",
                "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.");
            json["status"]!["conditions"] = new JsonArray(condition);
        }));
    }
}
