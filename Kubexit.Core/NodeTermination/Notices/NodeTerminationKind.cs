namespace Kubexit.NodeTermination;

/// <summary>
/// What a cloud announced about this node. Each kind has its own rule for the time of the end (<see cref="NoticeRules"/>).
/// </summary>
public enum NodeTerminationKind
{
    /// <summary>GCE takes a preemptible or Spot VM back. Never cancelled.</summary>
    GcePreemption,

    /// <summary>GCE host maintenance ends a VM that cannot migrate (accelerators).</summary>
    GceHostTermination,

    /// <summary>GCE live-migrates the VM: it pauses, it does not end.</summary>
    GceHostMigration,

    /// <summary>GCE has scheduled a maintenance window.</summary>
    GceUpcomingMaintenance,

    /// <summary>Somebody stops the VM, and GCE's graceful shutdown is enabled for it.</summary>
    GceStop,

    /// <summary>EC2 terminates or stops a Spot instance. Never cancelled.</summary>
    AwsSpotInterruption,

    /// <summary>EC2 hibernates a Spot instance: it freezes at once. Never cancelled.</summary>
    AwsSpotHibernation,

    /// <summary>EC2 sees an elevated risk of a Spot interruption: advice, without a date. Never cancelled.</summary>
    AwsRebalanceRecommendation,

    /// <summary>EC2 has scheduled a reboot (<c>instance-reboot</c>, <c>system-reboot</c>).</summary>
    AwsScheduledReboot,

    /// <summary>EC2 has scheduled a stop or retirement of degraded hardware (<c>instance-stop</c>, <c>instance-retirement</c>).</summary>
    AwsScheduledRetirement,

    /// <summary>EC2 has scheduled network or power maintenance (<c>system-maintenance</c>), or something that we do not know.</summary>
    AwsScheduledMaintenance,

    /// <summary>The Auto Scaling group terminates the instance.</summary>
    AwsScaleIn,

    /// <summary>Azure evicts a Spot VM.</summary>
    AzurePreemption,

    /// <summary>Azure deletes the VM.</summary>
    AzureTermination,

    /// <summary>Azure reboots the VM; memory is lost.</summary>
    AzureReboot,

    /// <summary>Azure moves the VM to another host; ephemeral disks are lost.</summary>
    AzureRedeployment,

    /// <summary>Azure pauses the VM for some seconds: it does not end.</summary>
    AzureFreeze,

    /// <summary>A notice file says so: a drill, a test, a cloud we do not know.</summary>
    Manual,
}
