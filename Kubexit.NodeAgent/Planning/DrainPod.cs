using Kubexit.Configuration;
using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

/// <summary>What a plan needs to know of a pod. Identity is the UID: a StatefulSet makes another pod under the same name.</summary>
internal sealed record DrainPod(string Namespace, string Name, string Uid)
{
    /// <summary>Skips the pod when <c>false</c>.</summary>
    public const string DrainAnnotation = "kubexit/drain";

    /// <summary>Names the phase the pod belongs to: <c>ordinary</c>, <c>system</c> or <c>daemonset</c>.</summary>
    public const string PhaseAnnotation = "kubexit/drain-phase";

    private const string MirrorAnnotation = "kubernetes.io/config.mirror";

    public int Priority { get; init; }

    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>When its grace period ends, if it is being deleted already.</summary>
    public DateTimeOffset? DeletingUntil { get; init; }

    public bool IsFinished { get; init; }

    /// <summary>Not one of its containers has run yet. No disruption budget guards it.</summary>
    public bool IsPending { get; init; }

    public bool IsMirror { get; init; }

    public bool IsOptedOut { get; init; }

    public string? PhaseName { get; init; }

    /// <summary>The kind of its controller; <see langword="null"/> when nobody would make it again.</summary>
    public string? Controller { get; init; }

    /// <summary>Whether another pod may come under its name: all but those whose controllers make names up.</summary>
    public bool NameReturns => Controller is not ("ReplicaSet" or "ReplicationController" or "Job" or "DaemonSet");

    public bool IsDaemon => Controller == "DaemonSet";

    public static DrainPod From(Pod pod)
    {
        var metadata = pod.Metadata!;
        var annotations = metadata.Annotations;
        return new DrainPod(metadata.Namespace ?? "", metadata.Name ?? "", metadata.Uid ?? "")
        {
            Priority = pod.Spec?.Priority ?? 0,
            Grace = TimeSpan.FromSeconds(Math.Clamp(pod.Spec?.TerminationGracePeriodSeconds ?? 30, 0, int.MaxValue)),
            DeletingUntil = metadata.DeletionTimestamp,
            IsFinished = pod.Status?.Phase is "Succeeded" or "Failed",
            IsPending = pod.Status?.Phase is "Pending",
            IsMirror = annotations?.ContainsKey(MirrorAnnotation) ?? false,
            IsOptedOut = annotations?.GetValueOrDefault(DrainAnnotation) == "false",
            PhaseName = annotations?.GetValueOrDefault(PhaseAnnotation),
            Controller = metadata.OwnerReferences?.Find(owner => owner.Controller == true)?.Kind,
        };
    }

    public override string ToString() => $"{Namespace}/{Name}";
}
