using Kubexit.Configuration;
using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

/// <summary>What a plan needs to know of a pod. Identity is the UID: a StatefulSet makes another pod under the same name.</summary>
internal sealed record DrainPod(string Namespace, string Name, string Uid)
{
    /// <summary>Skips the pod when <c>false</c>; moves it by a notice that other pods stay through when <c>always</c>.</summary>
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

    /// <summary>Whether it asks to be moved by a notice that others stay through: a pause of some seconds is an end to it.</summary>
    public bool AlwaysMoves { get; init; }

    public string? PhaseName { get; init; }

    /// <summary>The kind of its controller; <see langword="null"/> when nobody would make it again.</summary>
    public string? Controller { get; init; }

    /// <summary>Whether another pod may come under its name: all but those whose controllers make names up.</summary>
    public bool NameReturns => Controller is not ("ReplicaSet" or "ReplicationController" or "Job" or "DaemonSet");

    public bool IsDaemon => Controller == "DaemonSet";

    /// <summary>When the kubelet took it over, by the node's clock; when it was made, as long as none has.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public IReadOnlyList<Toleration> Tolerations { get; init; } = [];

    /// <summary>Whether the pod may be scheduled onto a node with this taint, and so may come back however often it is removed.</summary>
    public bool Tolerates(NodeTaint taint)
    {
        foreach (var toleration in Tolerations)
        {
            if (toleration.Effect is { Length: > 0 } effect && effect != taint.Effect) continue;
            if (toleration.Key is not { Length: > 0 } key) return toleration.Operator == "Exists";
            if (key == taint.Key && (toleration.Operator == "Exists" || (toleration.Value ?? "") == (taint.Value ?? ""))) return true;
        }
        return false;
    }

    public static DrainPod From(NodePod pod)
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
            AlwaysMoves = annotations?.GetValueOrDefault(DrainAnnotation) == "always",
            PhaseName = annotations?.GetValueOrDefault(PhaseAnnotation),
            StartedAt = pod.Status?.StartTime ?? metadata.CreationTimestamp,
            Tolerations = pod.Spec?.Tolerations ?? [],
            Controller = metadata.OwnerReferences?.Find(owner => owner.Controller == true)?.Kind,
        };
    }

    public override string ToString() => $"{Namespace}/{Name}";
}
