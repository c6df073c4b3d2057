namespace Kubexit;

/// <summary>The state of a supervised process.</summary>
public enum SupervisedProcessState
{
    /// <summary>Not started yet: its host has not started it, or it waits for its birth dependencies.</summary>
    Waiting,

    /// <summary>It runs and is not ready yet.</summary>
    Running,

    /// <summary>It runs and is ready.</summary>
    Ready,

    /// <summary>It has been asked to stop and still runs.</summary>
    Stopping,

    /// <summary>It has ended, and is started again when the restart delay is over.</summary>
    Restarting,

    /// <summary>It has ended, and only <see cref="ISupervisedProcess.RestartAsync"/> starts it again.</summary>
    Ended,
}
