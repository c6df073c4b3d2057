namespace Kubexit.Coordination;

/// <summary>Where the coordinator stands. Dead is final; nothing leads back.</summary>
internal enum CoordinatorState
{
    /// <summary>In the graveyard, waiting for the birth dependencies.</summary>
    Waiting,

    /// <summary>Starting the child and running its postStart hook.</summary>
    Starting,

    /// <summary>The child runs and is not ready yet.</summary>
    Running,

    /// <summary>The child runs and is ready.</summary>
    Ready,

    /// <summary>The child is to end; <see cref="StopPhase"/> tells how far that is.</summary>
    Stopping,

    /// <summary>It is over, with or without a child ever having been started.</summary>
    Dead,
}

/// <summary>The steps of <see cref="CoordinatorState.Stopping"/>, in order; steps may be skipped, never repeated.</summary>
internal enum StopPhase
{
    /// <summary>Not stopping.</summary>
    None,

    /// <summary>Asked to stop from outside; held back until the processes to outlive have ended.</summary>
    Holding,

    /// <summary>The preStop hook runs.</summary>
    Hook,

    /// <summary>The stop signal has been sent; the grace period runs.</summary>
    Terminating,

    /// <summary>The process group has been killed.</summary>
    Killing,
}
