using Kubexit.Configuration;
using Kubexit.Kubernetes;
using Kubexit.NodeAgent;

namespace Kubexit.Tests.NodeAgent;

/// <summary>A pod with a life: how long it takes to end after its TERM, and what becomes of its object then.</summary>
internal sealed class SimulatedPod(string podNamespace, string name, string uid)
{
    public string Namespace => podNamespace;

    public string Name => name;

    public string Uid => uid;

    public int Priority { get; init; }

    public int Grace { get; init; } = 30;

    /// <summary>From TERM to a clean exit.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The name of the disruption budget that covers it.</summary>
    public string? Budget { get; init; }

    public bool Finalizer { get; init; }

    public string? Controller { get; init; } = "ReplicaSet";

    /// <summary>Its controller makes another pod of the same name on the same node at once.</summary>
    public bool ComesBack { get; init; }

    public Dictionary<string, string> Annotations { get; init; } = [];

    public string Phase { get; set; } = "Running";

    public DateTimeOffset? TermAt { get; set; }

    public DateTimeOffset? DeletingUntil { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public bool Killed { get; set; }

    public int DeleteRequests { get; set; }

    public bool EndedGracefully => EndedAt is not null && !Killed;

    public Pod ToPod() => new()
    {
        Metadata = new ObjectMeta
        {
            Namespace = podNamespace,
            Name = name,
            Uid = uid,
            DeletionTimestamp = DeletingUntil,
            Annotations = Annotations,
            OwnerReferences = Controller is null ? null : [new OwnerReference { Kind = Controller, Controller = true }],
        },
        Spec = new PodSpec { Priority = Priority, TerminationGracePeriodSeconds = Grace },
        Status = new PodStatus { Phase = Phase },
    };

    public override string ToString() => $"{podNamespace}/{name}";
}
