using Kubexit.Dependencies;

namespace Kubexit.Kubernetes.Objects;

/// <summary>
/// What a Job's status says. It is over with Complete or Failed, which wait until every pod is gone; SuccessCriteriaMet and FailureTarget
/// come as soon as the end is certain. Counts decide nothing: between two tries no pod is there, and failures are counted that are not the
/// end.
/// </summary>
internal static class JobState
{
    public static ObjectLook Look(string name, ClusterObject job)
    {
        var (success, failure) = (job.Has("Complete") ?? job.Has("SuccessCriteriaMet"), job.Has("Failed") ?? job.Has("FailureTarget"));
        var isOver = job.Has("Complete") is not null || job.Has("Failed") is not null;
        var isDecided = success is not null || failure is not null;
        var isSuspended = job.Spec?.Suspend == true;
        return new ObjectLook(name)
        {
            Vitality = isOver ? Vitality.Dead : Vitality.Alive,
            Uid = job.Metadata?.Uid,
            IsBorn = job.Status?.StartTime is not null || isDecided,
            IsReady = job.Status?.Ready > 0 && !isDecided && !isSuspended && !job.IsBeingDeleted,
            IsDecided = isDecided,
            HasSucceeded = failure is not null ? false : success is not null ? true : null,
            State = (failure, success) switch
            {
                ({ } condition, _) => $"has failed: {ObjectWords.Of(condition)}",
                (_, not null) when !isOver => "has succeeded, but some of its pods are still running",
                (_, not null) => "has succeeded",
                _ when job.IsBeingDeleted => "is being deleted",
                _ when isSuspended => "is suspended",
                _ when job.Status?.StartTime is null => "has not been started yet",
                _ => $"is running, {job.Status?.Ready ?? 0} of {job.Status?.Active ?? 0} pods ready",
            },
        };
    }
}
