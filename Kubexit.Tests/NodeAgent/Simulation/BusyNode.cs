using Kubexit.Kubernetes;
using Kubexit.NodeAgent;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent;

/// <summary>
/// 110 pods: ordinary ones with and without disruption budgets that block, finalizers, StatefulSet pods that come back under their name,
/// static and DaemonSet pods, kube-system and critical ones.
/// </summary>
internal static class BusyNode
{
    public static SimulatedNode Create(VirtualTime time, int requestsPerSecond)
    {
        var node = new SimulatedNode(time) { RequestsPerSecond = requestsPerSecond, Budgets = { ["blocked"] = 0, ["one-at-a-time"] = 1 } };
        for (var i = 0; i < 40; i++) node.Add(Pod("shop", $"web-{i}", grace: 30, stop: 1 + i % 8));
        for (var i = 0; i < 15; i++) node.Add(Pod("shop", $"guarded-{i}", grace: 30, stop: 2, budget: "blocked"));
        for (var i = 0; i < 5; i++) node.Add(Pod("shop", $"short-{i}", grace: 5, stop: 2, budget: "one-at-a-time"));
        for (var i = 0; i < 10; i++) node.Add(Pod("data", $"held-{i}", grace: 20, stop: 3, finalizer: true));
        for (var i = 0; i < 10; i++) node.Add(Pod("data", $"db-{i}", grace: 60, stop: 6, comesBack: true, controller: "StatefulSet"));
        for (var i = 0; i < 5; i++) node.Add(Pod("batch", $"slow-{i}", grace: 3600, stop: 600));
        for (var i = 0; i < 5; i++) node.Add(Pod("kube-system", $"dns-{i}", grace: 30, stop: 4, priority: 2_000_000_000));
        for (var i = 0; i < 5; i++) node.Add(Pod("logging", $"shipper-{i}", grace: 30, stop: 7, priority: 2_000_001_000));
        for (var i = 0; i < 10; i++) node.Add(Pod("agents", $"daemon-{i}", grace: 30, stop: 1, controller: "DaemonSet"));
        for (var i = 0; i < 5; i++)
            node.Add(Pod("kube-system", $"proxy-{i}", grace: 30, stop: 1, annotation: "kubernetes.io/config.mirror"));
        return node;
    }

    private static StandInPod Pod(
        string ns, string name, int grace, int stop, int priority = 0, string? budget = null, bool finalizer = false,
        bool comesBack = false,
        string controller = "ReplicaSet", string? annotation = null) => new(name, ns, $"{ns}/{name}")
        {
            Grace = grace,
            StopTime = TimeSpan.FromSeconds(stop),
            Priority = priority,
            Budget = budget,
            Finalizer = finalizer,
            ComesBack = comesBack,
            Controller = controller,
            Annotations = annotation is null ? [] : new() { [annotation] = "x" },
        };
}
