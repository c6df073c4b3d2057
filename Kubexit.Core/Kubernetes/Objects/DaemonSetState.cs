using Kubexit.Dependencies;

namespace Kubexit.Kubernetes.Objects;

/// <summary>Whether a DaemonSet runs on every node it is meant for. A new one says 0 of 0 before anybody has looked at it.</summary>
internal static class DaemonSetState
{
    public static ObjectLook Look(string name, ClusterObject set)
    {
        var status = set.Status;
        var (desired, available) = (status?.DesiredNumberScheduled ?? 0, status?.NumberAvailable ?? 0);
        var updated = set.Spec?.UpdateStrategy?.Type == "OnDelete" ? desired : status?.UpdatedNumberScheduled ?? 0;
        return WorkloadState.Look(name, set, desired > 0 && updated == desired && available == desired, true switch
        {
            _ when !set.IsObserved => "has changed, and its controller has not acted on the change yet",
            _ when desired == 0 => "matches no node",
            _ when updated < desired => $"is updated on {updated} of {desired} nodes",
            _ => $"is available on {available} of {desired} nodes",
        });
    }
}
