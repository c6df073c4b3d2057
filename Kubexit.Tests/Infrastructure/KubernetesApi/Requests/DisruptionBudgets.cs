using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>What a disruption budget allows at this moment, by its status. <see cref="DisruptionController"/> keeps that status up to date,
/// a little late.</summary>
internal static class DisruptionBudgets
{
    public static bool Covers(StoredObject budget, StoredObject pod) =>
        LabelSelector.OfLabels(budget.Copy()["spec"]?["selector"]?["matchLabels"]) is { IsEmpty: false } labels
            && labels.Matches(pod.Labels);

    /// <summary>Takes one disruption, which is not given back when the eviction fails after all.</summary>
    /// <exception cref="ApiFailure">The budget allows none.</exception>
    public static void Use(ObjectStore store, StoredObject budget, StoredObject pod, bool isDryRun) => store.Change(budget.Path, json =>
    {
        var name = budget.Path.Name;
        var status = json["status"]!.AsObject();
        if ((long?)status["observedGeneration"] is not { } observed || observed < (long)json["metadata"]!["generation"]!)
            throw new ApiFailure(
                StatusBody.OverBudget($"The disruption budget {name} is still being processed by the server.", retryAfterSeconds: 10));
        var (healthy, desired) = ((int)status["currentHealthy"]!, (int)status["desiredHealthy"]!);
        // A pod that is not ready disturbs nobody, as long as enough others are.
        if (!IsReady(pod) && healthy >= desired && desired > 0) return;
        if ((int)status["disruptionsAllowed"]! <= 0)
            throw new ApiFailure(
                StatusBody.OverBudget($"The disruption budget {name} needs {desired} healthy pods and has {healthy} currently"));
        if (isDryRun) return;
        status["disruptionsAllowed"] = (int)status["disruptionsAllowed"]! - 1;
        if (status["disruptedPods"] is not JsonObject disrupted) status["disruptedPods"] = disrupted = [];
        disrupted[pod.Path.Name!] = ObjectDefaults.Time(store.Time.GetUtcNow());
    });

    public static bool IsReady(StoredObject pod) => pod.Find("status.conditions") is { } conditions
        && conditions.EnumerateArray()
            .Any(condition => condition.GetProperty("type").GetString() == "Ready" && condition.GetProperty("status")
            .GetString() == "True");
}
