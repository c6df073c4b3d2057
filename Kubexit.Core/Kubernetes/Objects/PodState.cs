using Kubexit.Dependencies;

namespace Kubexit.Kubernetes.Objects;

/// <summary>
/// What a pod's phase and its Ready condition say. A StatefulSet makes its pods anew under their names, so their end is not the last word.
/// </summary>
internal static class PodState
{
    public static ObjectLook Look(string name, ClusterObject pod)
    {
        bool? success = pod.Status?.Phase switch { "Succeeded" => true, "Failed" => false, _ => null };
        var isReady = success is null && !pod.IsBeingDeleted && pod.Has("Ready") is not null;
        return new ObjectLook(name)
        {
            Vitality = success is null ? Vitality.Alive : Vitality.Dead,
            Uid = pod.Metadata?.Uid,
            IsBorn = pod.Status?.Phase is "Running" or "Succeeded" or "Failed",
            IsReady = isReady,
            IsDecided = success is not null,
            HasSucceeded = success,
            ComesBack = pod.Metadata?.OwnerReferences?.Exists(owner => owner is { Controller: true, Kind: "StatefulSet" }) == true,
            State = success switch
            {
                true => "has succeeded",
                false => $"has failed{Because(pod)}",
                _ when pod.IsBeingDeleted => "is being deleted",
                _ when isReady => "is ready",
                _ => Waiting(pod),
            },
        };
    }

    private static string Because(ClusterObject pod)
    {
        if (pod.Status is { Reason: { Length: > 0 } reason }) return $": {ObjectWords.Of(reason, pod.Status.Message)}";
        var ended = pod.Status?.ContainerStatuses?.Find(container => container.State?.Terminated is { ExitCode: not 0 });
        return ended is null ? ""
            : $": container '{ObjectWords.Printable(ended.Name)}' ended with exit code {ended.State!.Terminated!.ExitCode}";
    }

    private static string Waiting(ClusterObject pod)
    {
        var stuck = pod.Status?.ContainerStatuses?.Find(container => container.State?.Waiting is { Reason.Length: > 0 });
        if (stuck is { State.Waiting: { } waiting })
            return $"is not ready: container '{ObjectWords.Printable(stuck.Name)}' {ObjectWords.Of(waiting.Reason, waiting.Message)}";
        return pod.Status?.Phase == "Running" ? "is running but not ready" : "is not running yet";
    }
}
