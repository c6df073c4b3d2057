using Kubexit.Coordination;
using Kubexit.Supervision;
using Kubexit.Tests.Fakes;
using static Kubexit.Coordination.CoordinatorEventKind;

namespace Kubexit.Tests.Coordination;

/// <summary>When which hook runs, decided by the state machine alone.</summary>
public sealed class HookPolicyTests
{
    private static readonly HookOptions Hook = new(new HookAction.Sleep(TimeSpan.Zero));
    private static readonly DependencyDeath Death = new("db", new AnsweredDeath("life", null), null, hasVanished: true);

    private readonly RecordingActions _actions = new();

    [Fact]
    public void DeathDependency_PreStop_RunsFirstAndInsideTheGracePeriod()
    {
        var machine = Alive(new() { PreStop = Hook });
        machine.Handle(new(DependencyDied) { Death = Death });
        Assert.Equal(["StartGrace", "StartPreStop", "RecordAnswer"], _actions.Done);
        machine.Handle(new(HookSucceeded));
        Assert.Equal("SendStop", _actions.Done[^1]);
    }

    [Fact]
    public void DeathDependency_PreStopFails_StopsAllTheSame()
    {
        var machine = Alive(new() { PreStop = Hook });
        machine.Handle(new(DependencyDied) { Death = Death });
        machine.Handle(new(HookFailed) { Text = "x" });
        Assert.Equal("SendStop", _actions.Done[^1]);
        machine.Handle(new(ChildExited) { Exit = ChildExit.Exited(0) });
        Assert.Equal(DeathReason.DependencyDied, _actions.Result!.Reason);
    }

    [Fact]
    public void DeathDependency_PreStopHangs_IsKilledAtTheEndOfTheGracePeriodAndNeverStoppedAfterwards()
    {
        var machine = Alive(new() { PreStop = Hook });
        machine.Handle(new(DependencyDied) { Death = Death });
        machine.Handle(CoordinatorEvent.Elapsed(StopClock.Grace));
        Assert.Equal("Kill", _actions.Done[^1]);
        machine.Handle(new(HookFailed) { Text = "too late" });
        Assert.Equal("Kill", _actions.Done[^1]);
    }

    [Fact]
    public void NoGracePeriod_PreStop_DoesNotRun()
    {
        var machine = Alive(new() { PreStop = Hook, GracePeriod = TimeSpan.Zero });
        machine.Handle(new(DependencyDied) { Death = Death });
        Assert.Equal(["Kill", "RecordAnswer"], _actions.Done);
    }

    [Theory]
    [InlineData(false, "StartDeadline,SendStop,StartGrace")]
    [InlineData(true, "StartDeadline,StartGrace,StartPreStop")]
    public void TermFromOutside_PreStop_RunsOnlyWhenAskedFor(bool onSignal, string expected)
    {
        var machine = Alive(new() { PreStop = Hook, PreStopOnSignal = onSignal });
        machine.Handle(CoordinatorEvent.OfSignal(SignalName.Term));
        Assert.Equal(expected.Split(','), _actions.Done);
    }

    [Fact]
    public void TermFromOutsideHeldBackThenADeath_PreStop_DoesNotRunBecauseTheKubeletRanItsOwn()
    {
        var machine = Alive(new() { PreStop = Hook, OutliveDependencies = ["app"] });
        machine.Handle(CoordinatorEvent.OfSignal(SignalName.Term));
        machine.Handle(new(DependencyDied) { Death = Death });
        Assert.Equal(["StartDeadline", "StartOutlive", "SendStop", "StartGrace", "RecordAnswer"], _actions.Done);
    }

    [Fact]
    public void TermFromOutsideWhilePreStopRuns_StopsAtOnceWithTheStopSignalAndOnlyOnce()
    {
        var machine = Alive(new() { PreStop = Hook, StopSignal = Signal.Quit });
        machine.Handle(new(DependencyDied) { Death = Death });
        _actions.Done.Clear();
        machine.Handle(CoordinatorEvent.OfSignal(SignalName.Term));
        machine.Handle(new(HookSucceeded));
        Assert.Equal(["SendStop", "StartDeadline"], _actions.Done);
    }

    [Fact]
    public void PostStartFails_ChildIsStoppedThroughPreStopAndThatIsTheReason()
    {
        var machine = Starting(new() { PostStart = Hook, PreStop = Hook });
        machine.Handle(new(HookFailed) { Text = "postStart hook failed: x" });
        Assert.Equal(["StartGrace", "StartPreStop"], _actions.Done);
        machine.Handle(new(HookSucceeded));
        machine.Handle(new(ChildExited) { Exit = ChildExit.Signaled(SignalName.Term) });
        Assert.Equal(new CoordinatorResult(143, DeathReason.HookFailed, ChildExit.Signaled(15), "stopped: postStart hook failed: x"),
            _actions.Result);
    }

    [Fact]
    public void PostStartSucceeds_OnlyThenIsItProbedOrReady()
    {
        var machine = Starting(new() { PostStart = Hook });
        Assert.Empty(_actions.Done);
        machine.Handle(new(HookSucceeded));
        Assert.Equal(["RecordReady"], _actions.Done);
    }

    private CoordinatorMachine Alive(CoordinatorOptions options) => Starting(options);

    /// <summary>Up to where the child has been started and, if there is one, its postStart hook.</summary>
    private CoordinatorMachine Starting(CoordinatorOptions options)
    {
        var machine = new CoordinatorMachine(options, _actions);
        machine.Handle(new(BirthsFulfilled));
        machine.Handle(new(ChildStarted));
        _actions.Done.Clear();
        return machine;
    }
}
