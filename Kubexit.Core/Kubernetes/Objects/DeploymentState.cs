using Kubexit.Dependencies;

namespace Kubexit.Kubernetes.Objects;

/// <summary>
/// Whether a Deployment's rollout is done. Its condition Available is no sign: it stays true through a failed rollout and with no replica
/// at all. A rollout that has taken too long may still go on, and a correction is another one: nothing ends the wait.
/// </summary>
internal static class DeploymentState
{
    public static ObjectLook Look(string name, ClusterObject deployment)
    {
        var status = deployment.Status;
        var (desired, updated, all, available) =
            (deployment.Spec?.Replicas ?? 1, status?.UpdatedReplicas ?? 0, status?.Replicas ?? 0, status?.AvailableReplicas ?? 0);
        return WorkloadState.Look(name, deployment, desired > 0 && updated == desired && all == updated && available == updated, true switch
        {
            _ when !deployment.IsObserved => "has changed, and its controller has not acted on the change yet",
            _ when desired == 0 => "is scaled to 0 replicas",
            _ when Stuck(deployment) is { } why => $"makes no progress: {why}",
            _ when updated < desired => $"has {updated} of {desired} replicas updated",
            _ when all > updated => $"has {all - updated} outdated replicas",
            _ => $"has {available} of {desired} replicas available",
        });
    }

    private static string? Stuck(ClusterObject deployment) =>
        deployment.Status?.Conditions?.Find(condition => condition is { Type: "Progressing", Status: "False" }) is { } condition
            ? ObjectWords.Of(condition) : null;
}
