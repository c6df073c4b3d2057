namespace Kubexit.NodeAgent;

/// <summary>Everything the agent is told.</summary>
internal sealed record AgentOptions
{
    public required string NodeName { get; init; }

    /// <summary>Changes with every boot of the node; empty when unknown, and then no boot is ever taken for another.</summary>
    public string BootId { get; init; } = "";

    /// <summary>The key of the notice file that is read, if there is one.</summary>
    public string? FileKey { get; init; }

    public NodeTaint Taint { get; init; } = NodeTaint.Default;

    /// <summary>Whether the node is made unschedulable too.</summary>
    public bool Cordon { get; init; }

    public DrainOptions Drain { get; init; } = new();

    /// <summary>Whether load balancers are told to leave the node.</summary>
    public bool ExcludeFromLoadBalancers { get; init; }

    /// <summary>Whether a drain is complete only when the volumes of its pods are off the node.</summary>
    public bool WaitForVolumes { get; init; }

    /// <summary>Whether an event is written for every pod, as capacity allows.</summary>
    public bool PodEvents { get; init; } = true;

    /// <summary>Whether the cloud is told after the drain that the event may start, where that is possible.</summary>
    public bool Acknowledge { get; init; }

    /// <summary>Whether the node is rebooted after a drain that precedes host maintenance.</summary>
    public bool Reboot { get; init; }
}
