using Kubexit.Configuration;
using Kubexit.Supervision;

namespace Kubexit.Coordination;

using static CoordinatorEventKind; // In here: its Signal comes before the type Kubexit.Signal.

/// <summary>
/// The one place where policy is decided: which event in which state leads where and what is done on the way. Pure: no clock, no
/// file, no process. docs/state-machine.md has it as a table, and a test holds the two together.
/// </summary>
/// <remarks>Signal first: whatever ends the child is done before anything is written or said about it.</remarks>
/// <param name="options">What was asked for.</param>
/// <param name="actions">Does what is decided.</param>
/// <param name="announcesReadiness">Whether the child says itself when it is ready.</param>
internal sealed class CoordinatorMachine(CoordinatorOptions options, ICoordinatorActions actions, bool announcesReadiness = false)
{
    private readonly bool _awaitsReadiness = announcesReadiness || options.ReadinessProbe is not null;
    private DependencyDeath? _death;
    private string? _stopMessage;
    private bool _wasAskedToStop;
    private bool _hasLeaderEnded;
    private bool _wasKilled;

    public CoordinatorState State { get; private set; } = CoordinatorState.Waiting;

    /// <summary>Why the child is to stop; <see langword="null"/> as long as nobody but itself has asked for that.</summary>
    public DeathReason? Cause { get; private set; }

    /// <summary>Why Kubexit itself stops the child, for a person; <see langword="null"/> as long as it does not.</summary>
    /// <remarks>
    /// Made when it is asked for: the first formatted string of a process costs more than the rest of the way to the signal.
    /// </remarks>
    public string? StopMessage => _stopMessage ?? (_death is { } death ? $"stopped: {death}" : null);

    public void Handle(in CoordinatorEvent e)
    {
        switch (State)
        {
            case CoordinatorState.Waiting:
                HandleWaiting(e);
                break;
            case CoordinatorState.Starting or CoordinatorState.Running or CoordinatorState.Ready:
                HandleAlive(e);
                break;
            case CoordinatorState.Holding or CoordinatorState.Hook or CoordinatorState.Terminating or CoordinatorState.Killing:
                HandleStopping(e);
                break;
            case CoordinatorState.Dead:
                break;
            default:
                throw new InvalidOperationException($"No event is known in state {State}.");
        }
    }

    /// <summary>Whether the signal starts stopping a running child.</summary>
    public bool BeginsStop(in CoordinatorEvent e) =>
        e.Kind == Signal && IsStop(e.Signal) && State is CoordinatorState.Starting or CoordinatorState.Running or CoordinatorState.Ready;

    private void HandleWaiting(in CoordinatorEvent e)
    {
        switch (e.Kind)
        {
            case BirthsFulfilled:
                State = CoordinatorState.Starting;
                actions.StartChild();
                break;
            case BirthImpossible:
                EndUnborn(OwnExitCode.NotReady, DeathReason.BirthImpossible, e.Text);
                break;
            case BirthTimeout:
                EndUnborn(OwnExitCode.NotReady, DeathReason.BirthTimeout, e.Text);
                break;
            case DependencyDied:
                actions.RecordAnswer(e.Death);
                EndUnborn(ExitCodes.AfterDeath(options.DeathExitCode, e.Death, 128 + SignalName.Term), DeathReason.DependencyDied,
                    $"not started: {e.Death}", recordedExitCode: 128 + SignalName.Term);
                break;
            case Signal when EndsWait(e.Signal):
                EndUnborn(128 + e.Signal, DeathReason.Terminated, $"not started: signal {SignalName.Of(e.Signal)} ended the wait");
                break;
            case Signal:
                actions.Ignore(e.Signal);
                break;
            case ChildExited:
                // An application that is its own child ends whenever it likes.
                EndUnborn(e.Exit.Code, DeathReason.StartFailed, $"not started: the process ended while it waited ({e.Exit})");
                break;
            case Failed:
                EndUnborn(e.ExitCode, DeathReason.Internal, e.Text);
                break;
        }
    }

    private void HandleAlive(in CoordinatorEvent e)
    {
        switch (e.Kind)
        {
            case ChildStarted when State == CoordinatorState.Starting:
                Born();
                break;
            case StartFailed when State == CoordinatorState.Starting:
                EndUnborn(e.ExitCode, DeathReason.StartFailed, e.Text);
                break;
            case HookSucceeded when State == CoordinatorState.Starting:
                AfterPostStart();
                break;
            case HookFailed when State == CoordinatorState.Starting:
                BeginStop(DeathReason.HookFailed, $"stopped: {e.Text}");
                break;
            case ProbeSucceeded when State == CoordinatorState.Running:
                State = CoordinatorState.Ready;
                actions.RecordReady();
                break;
            case DependencyDied:
                StopFor(e.Death);
                break;
            case Signal when IsStop(e.Signal):
                BeginOutsideStop();
                break;
            case Signal:
                actions.Forward(e.Signal);
                break;
            case LeaderEnded:
                LetGroupEnd();
                break;
            case ClockElapsed when e.Clock == StopClock.GroupGrace:
                actions.Kill();
                break;
            case ChildExited:
                Finish(e);
                break;
        }
    }

    private void HandleStopping(in CoordinatorEvent e)
    {
        switch (e.Kind)
        {
            case ChildExited:
                Finish(e);
                break;
            case Outlived when State == CoordinatorState.Holding:
                StopNow();
                break;
            case ClockElapsed when e.Clock == StopClock.Outlive:
                if (State == CoordinatorState.Holding) StopNow();
                break;
            case DependencyDied when State == CoordinatorState.Holding:
                StopFor(e.Death);
                break;
            case HookSucceeded or HookFailed when State == CoordinatorState.Hook:
                Terminate();
                break;
            case Signal when IsStop(e.Signal):
                StopAgain(e.Signal);
                break;
            case Signal:
                actions.Forward(e.Signal);
                break;
            case LeaderEnded when State != CoordinatorState.Killing:
                Terminate(); // The child has obeyed, or has gone by itself: now those it has left are asked.
                LetGroupEnd();
                break;
            case ClockElapsed:
                KillNow();
                break;
        }
    }

    private void Born()
    {
        var isReady = options.PostStart is null && !_awaitsReadiness;
        if (isReady) State = CoordinatorState.Ready; // First, as always: who reads of it in the tombstone may look at the gauge.
        actions.RecordBorn(isReady);
        if (isReady) return;
        if (options.PostStart is not null) actions.StartPostStart();
        else AfterPostStart();
    }

    private void AfterPostStart()
    {
        if (!_awaitsReadiness)
        {
            State = CoordinatorState.Ready;
            actions.RecordReady();
            return;
        }

        State = CoordinatorState.Running;
        actions.StartProbe();
    }

    private void StopFor(DependencyDeath death)
    {
        _death = death;
        BeginStop(DeathReason.DependencyDied, message: null);
        actions.RecordAnswer(death);
    }

    private void BeginOutsideStop()
    {
        _wasAskedToStop = true;
        Cause = DeathReason.Terminated;
        actions.Start(StopClock.Deadline);
        if (options.OutliveDependencies.Count == 0 || actions.IsOutlived)
        {
            StopNow();
            return;
        }

        State = CoordinatorState.Holding;
        actions.Start(StopClock.Outlive);
    }

    private void BeginStop(DeathReason cause, string? message)
    {
        (Cause, _stopMessage) = (cause, message);
        StopNow();
    }

    private void StopNow()
    {
        if (options.GracePeriod == TimeSpan.Zero)
        {
            KillNow();
            return;
        }

        // The kubelet has run its own preStop hook before a signal of its, whatever else has become a reason to stop since then.
        var runsHook = options.PreStop is not null && (!_wasAskedToStop || options.PreStopOnSignal);
        if (!runsHook)
        {
            Terminate();
            actions.Start(StopClock.Grace);
            return;
        }

        State = CoordinatorState.Hook;
        actions.Start(StopClock.Grace);
        actions.StartPreStop();
    }

    private void Terminate()
    {
        State = CoordinatorState.Terminating;
        actions.SendStop();
    }

    /// <summary>Asked from outside while the stop is under way: whoever asks again wants no more waiting.</summary>
    private void StopAgain(int signal)
    {
        var wasHeldBack = State == CoordinatorState.Holding;
        if (wasHeldBack || State == CoordinatorState.Hook) Terminate();
        else actions.Forward(signal);
        if (wasHeldBack) actions.Start(StopClock.Grace);
        if (!_wasAskedToStop) actions.Start(StopClock.Deadline);
        _wasAskedToStop = true;
    }

    private void LetGroupEnd()
    {
        _hasLeaderEnded = true;
        actions.Start(StopClock.GroupGrace);
    }

    private void KillNow()
    {
        if (State == CoordinatorState.Killing) return;
        State = CoordinatorState.Killing;
        _wasKilled = !_hasLeaderEnded;
        actions.Kill();
    }

    private void Finish(in CoordinatorEvent e)
    {
        var exit = e.Exit;
        State = CoordinatorState.Dead;
        var reason = Cause ?? (exit.IsSignaled ? DeathReason.Signaled : DeathReason.Exited);
        var code = _wasKilled ? exit.Code
            : _death is { } death ? ExitCodes.AfterDeath(options.DeathExitCode, death, exit.Code)
            : Cause == DeathReason.Terminated ? options.TermExitCode ?? exit.Code
            : exit.Code;
        actions.Finish(new CoordinatorResult(code, reason, exit, StopMessage) { RecordedExitCode = e.IsCodeUnknown ? null : exit.Code });
    }

    private void EndUnborn(int exitCode, DeathReason reason, string message, int? recordedExitCode = null)
    {
        State = CoordinatorState.Dead;
        actions.Finish(new CoordinatorResult(exitCode, reason, null, message) { RecordedExitCode = recordedExitCode ?? exitCode });
    }

    private bool IsStop(int signal) => signal == SignalName.Term || signal == options.StopSignal.Number;

    private bool EndsWait(int signal) => IsStop(signal) || signal is SignalName.Hup or SignalName.Int or SignalName.Quit;
}
