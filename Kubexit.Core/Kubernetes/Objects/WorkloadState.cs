using Kubexit.Dependencies;

namespace Kubexit.Kubernetes.Objects;

/// <summary>
/// What Deployment, StatefulSet and DaemonSet have in common: they are born when they exist and end when they are deleted.
/// </summary>
internal static class WorkloadState
{
    public static ObjectLook Look(string name, ClusterObject workload, bool isDone, string state)
    {
        var isReady = isDone && workload.IsObserved && !workload.IsBeingDeleted;
        return new ObjectLook(name)
        {
            Vitality = Vitality.Alive,
            Uid = workload.Metadata?.Uid,
            IsBorn = true,
            IsReady = isReady,
            State = isReady ? "is ready" : workload.IsBeingDeleted ? "is being deleted" : state,
        };
    }
}
