namespace Kubexit.Coordination;

/// <summary>Where the coordinator stands, in the order of a life: steps may be skipped, never repeated. Dead is final.</summary>
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

    /// <summary>Asked to stop from outside; held back until the processes to outlive have ended.</summary>
    Holding,

    /// <summary>The preStop hook runs.</summary>
    Hook,

    /// <summary>The stop signal has been sent; the grace period runs.</summary>
    Terminating,

    /// <summary>The process group has been killed.</summary>
    Killing,

    /// <summary>It is over, with or without a child ever having been started.</summary>
    Dead,
}
