using System.Text.Json.Nodes;
using Kubexit.NodeTermination;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>Evictions, with their checks in the server's order: the pod, its disruption budget, and only then the precondition.</summary>
internal sealed class EvictionRequests(ObjectStore store, DeleteRequests deletes)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(0.5);
    private const int Attempts = 21;

    public async Task<ApiReply> AnswerAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var path = request.Resource! with { Subresource = null };
        if ((string?)request.Body?["metadata"]?["name"] is { } name && name != path.Name)
            throw new ApiFailure(StatusBody.BadRequest("name in URL does not match name in Eviction object"));
        Namespaces.Admit(store, ResourceKinds.Pod, path.Name!, path.Namespace!);
        var options = DeleteOptionsBody.Of(request.Body?["deleteOptions"] as JsonObject);
        if (request.Query.GetValueOrDefault("dryRun") == "All") options = options with { IsDryRun = true };
        var pod = Find(path);
        if (IgnoresBudgets(pod)) return await InsistAsync(path, options, cancellationToken);
        Admit(pod, options);
        Evict(pod, options);
        return Accepted();
    }

    // A wrong UID is tried again and again: the pod might still go.
    private async Task<ApiReply> InsistAsync(ResourcePath path, DeleteOptionsBody options, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Evict(Find(path), options);
                return Accepted();
            }
            catch (ApiFailure failure) when (attempt < Attempts && (int)failure.Status["code"]! == 409)
            {
                await store.Time.DelayAsync(RetryPause, cancellationToken);
            }
        }
    }

    private void Admit(StoredObject pod, DeleteOptionsBody options)
    {
        var budgets = store.List(ResourceSelector.All(ResourcePath.Of(ResourceKinds.DisruptionBudget, pod.Path.Namespace, null))).Items
            .Where(budget => DisruptionBudgets.Covers(budget, pod)).ToList();
        if (budgets.Count > 1) throw new ApiFailure(StatusBody.SeveralBudgets());
        if (budgets.Count == 1) DisruptionBudgets.Use(store, budgets[0], pod, options.IsDryRun);
    }

    private void Evict(StoredObject pod, DeleteOptionsBody options)
    {
        options.CheckPreconditions(pod);
        if (options.IsDryRun) return;
        var target = store.Change(pod.Path, json => AddCondition(json["status"]!.AsObject()));
        if (target is not null) deletes.Delete(target, options);
    }

    private void AddCondition(JsonObject status)
    {
        if (status["conditions"] is not JsonArray conditions) status["conditions"] = conditions = [];
        if (conditions.Any(condition => (string?)condition!["type"] == "DisruptionTarget")) return;
        conditions.Add(new JsonObject
        {
            ["type"] = "DisruptionTarget",
            ["status"] = "True",
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = ObjectDefaults.Time(store.Time.GetUtcNow()),
            ["reason"] = "EvictionByEvictionAPI",
            ["message"] = "Eviction API: evicting",
        });
    }

    private StoredObject Find(ResourcePath path) =>
        store.Find(path) ?? throw new ApiFailure(StatusBody.NotFound(ResourceKinds.Pod, path.Name!));

    private static bool IgnoresBudgets(StoredObject pod) =>
        pod.IsBeingDeleted || pod.Text("status.phase") is "Succeeded" or "Failed" or "Pending";

    private static ApiReply Accepted() => ApiReply.Of(201, StatusBody.Success(201));
}
