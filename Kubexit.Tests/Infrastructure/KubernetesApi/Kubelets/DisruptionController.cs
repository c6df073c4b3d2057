using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>Keeps the status of every disruption budget: a moment after its spec or one of its pods has changed.</summary>
internal sealed class DisruptionController : IDisposable
{
    private static readonly TimeSpan LagOfSpec = TimeSpan.FromSeconds(0.12), LagOfPods = TimeSpan.FromSeconds(0.05);

    private readonly ObjectStore _store;
    private readonly Timers _timers;

    public DisruptionController(ObjectStore store)
    {
        _store = store;
        _timers = new Timers(store.Time);
        store.Changed += Look;
    }

    public void Dispose()
    {
        _store.Changed -= Look;
        _timers.Dispose();
    }

    private void Look(StoredChange change)
    {
        if (change.Path.Resource is not ("pods" or "poddisruptionbudgets")) return;
        _timers.After(change.Path.Resource == "pods" ? LagOfPods : LagOfSpec, () => Update(change.Path.Namespace));
    }

    private void Update(string? ns)
    {
        var pods = _store.List(ResourceSelector.All(ResourcePath.Of(ResourceKinds.Pod, ns, null))).Items;
        foreach (var budget in _store.List(ResourceSelector.All(ResourcePath.Of(ResourceKinds.DisruptionBudget, ns, null))).Items)
            _store.Change(budget.Path, json => Update(json, [.. pods.Where(pod => DisruptionBudgets.Covers(budget, pod))]));
    }

    private void Update(JsonObject budget, List<StoredObject> pods)
    {
        var spec = budget["spec"]!;
        var living = pods.Where(pod => pod.Text("status.phase") is not ("Succeeded" or "Failed")).ToList();
        var disrupted = Disrupted(budget, living);
        var healthy = living.Count(pod => !pod.IsBeingDeleted && !disrupted.ContainsKey(pod.Path.Name!) && DisruptionBudgets.IsReady(pod));
        var desired = (int?)spec["minAvailable"] ?? living.Count - ((int?)spec["maxUnavailable"] ?? 1);
        var allowed = Math.Max(0, healthy - desired);
        var generation = (long)budget["metadata"]!["generation"]!;
        var before = budget["status"];
        var status = new JsonObject
        {
            ["observedGeneration"] = generation,
            ["disruptionsAllowed"] = allowed,
            ["currentHealthy"] = healthy,
            ["desiredHealthy"] = desired,
            ["expectedPods"] = living.Count,
        };
        if (disrupted.Count > 0) status["disruptedPods"] = disrupted;
        var (allows, reason) = allowed > 0 ? ("True", "SufficientPods") : ("False", "InsufficientPods");
        var old = before?["conditions"]?[0];
        status["conditions"] = new JsonArray(new JsonObject
        {
            ["type"] = "DisruptionAllowed",
            ["status"] = allows,
            ["observedGeneration"] = generation,
            ["lastTransitionTime"] = (string?)old?["status"] == allows ? old!["lastTransitionTime"]!.DeepClone()
                : ObjectDefaults.Time(_store.Time.GetUtcNow()),
            ["reason"] = reason,
            ["message"] = "",
        });
        budget["status"] = status;
    }

    // Remembered until the pod is seen to go.
    private static JsonObject Disrupted(JsonObject budget, List<StoredObject> living)
    {
        var kept = new JsonObject();
        foreach (var (name, since) in budget["status"]?["disruptedPods"] as JsonObject ?? [])
        {
            if (living.Exists(pod => pod.Path.Name == name && !pod.IsBeingDeleted)) kept[name] = since?.DeepClone();
        }
        return kept;
    }
}
