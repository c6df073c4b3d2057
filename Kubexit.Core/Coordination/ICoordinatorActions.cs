namespace Kubexit.Coordination;

/// <summary>What the state machine can have done. Every action is quick; what takes time reports its end as an event.</summary>
internal interface ICoordinatorActions
{
    /// <summary>Whether every process to outlive has ended already.</summary>
    bool IsOutlived { get; }

    /// <summary>
    /// Starts the child; answers with <see cref="CoordinatorEventKind.ChildStarted"/> or <see cref="CoordinatorEventKind.StartFailed"/>.
    /// </summary>
    void StartChild();

    /// <summary>Records the birth and, if <c>isReady</c>, readiness, in one write.</summary>
    void RecordBorn(bool isReady);

    /// <summary>Records readiness.</summary>
    void RecordReady();

    /// <summary>Records that a death was acted on, so that no later life of ours acts on it again.</summary>
    void RecordAnswer(DependencyDeath death);

    /// <summary>Starts to probe the child; answers with <see cref="CoordinatorEventKind.ProbeSucceeded"/>.</summary>
    void StartProbe();

    /// <summary>
    /// Starts the postStart hook; answers with <see cref="CoordinatorEventKind.HookSucceeded"/> or
    /// <see cref="CoordinatorEventKind.HookFailed"/>.
    /// </summary>
    void StartPostStart();

    /// <summary>Starts the preStop hook; answers like <see cref="StartPostStart"/>.</summary>
    void StartPreStop();

    /// <summary>Sends the child the signal that asks it to stop.</summary>
    void SendStop();

    /// <summary>Forwards a signal to the child.</summary>
    void Forward(int signal);

    /// <summary>Kills the child's process group.</summary>
    void Kill();

    /// <summary>Starts a clock, if it has a length; answers with <see cref="CoordinatorEventKind.ClockElapsed"/>.</summary>
    void Start(StopClock clock);

    /// <summary>Says that a signal came too early to be of use.</summary>
    void Ignore(int signal);

    /// <summary>It is over: records the death and hands the result on.</summary>
    void Finish(CoordinatorResult result);
}
