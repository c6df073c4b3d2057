using Kubexit.Dependencies;

namespace Kubexit.Kubernetes.Objects;

/// <summary>
/// Whether a StatefulSet's rollout is done; it has no conditions. With a partition, or updates on deletion only, old pods are meant to
/// stay.
/// </summary>
internal static class StatefulSetState
{
    public static ObjectLook Look(string name, ClusterObject set)
    {
        var (status, strategy) = (set.Status, set.Spec?.UpdateStrategy);
        var (desired, updated, ready) = (set.Spec?.Replicas ?? 1, status?.UpdatedReplicas ?? 0, status?.ReadyReplicas ?? 0);
        var isUpdated = (strategy?.Type, strategy?.RollingUpdate?.Partition) switch
        {
            ("OnDelete", _) => true,
            (_, { } partition and > 0) => updated >= desired - partition,
            _ => status?.UpdateRevision == status?.CurrentRevision && updated == desired,
        };
        return WorkloadState.Look(name, set, desired > 0 && isUpdated && ready == desired, true switch
        {
            _ when !set.IsObserved => "has changed, and its controller has not acted on the change yet",
            _ when desired == 0 => "is scaled to 0 replicas",
            _ when !isUpdated => $"has {updated} of {desired} replicas updated",
            _ => $"has {ready} of {desired} replicas ready",
        });
    }
}
