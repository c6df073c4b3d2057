using Kubexit.Probes;
using Kubexit.Platform;
using Kubexit.Supervision;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Coordination;

public sealed class CoordinatorRunTests
{
    [Fact]
    public void Run_NothingAwaited_IsBornReadyAndDead()
    {
        var scene = new RunScene(new()).Start();
        Assert.NotNull(scene.Tombstone!.Waiting);
        Assert.NotNull(scene.Tombstone.Ready);
        scene.Exit(ChildExit.Exited(3));
        Assert.Equal((3, DeathReason.Exited), (scene.Result!.ExitCode, scene.Result.Reason));
        Assert.Equal((3, DeathReason.Exited, null), (scene.Tombstone!.ExitCode, scene.Tombstone.Reason, scene.Tombstone.Signal));
        Assert.NotNull(scene.Tombstone.Died);
        Assert.Equal(LockState.Free, scene.Store.Probe("me").State);
        Assert.Equal(0, scene.Loop.Clock.ArmedTimers);
    }

    [Fact]
    public void Run_Death_IsLoggedBeforeTheWatchEnds()
    {
        var scene = new RunScene(new()).Start();
        var logged = "";
        scene.Store.BeforeWatchEnds = () => logged = scene.Logger.Text;
        scene.Exit(ChildExit.Exited(3));
        Assert.Contains("died: exit code 3", logged);
    }

    [Fact]
    public void Run_BirthsAwaited_TombstoneTellsOfThemToTheEnd()
    {
        var scene = new RunScene(new() { BirthDependencies = [new("db", BirthCondition.Born), new("cache", IsOptional: true)] }).Start();
        Assert.Equal("db:born,cache?:ready", scene.Tombstone!.Awaits);
        scene.Neighbour("db");
        scene.Loop.Advance(TimeSpan.FromSeconds(2));
        scene.Exit(ChildExit.Exited(0));
        Assert.NotNull(scene.Tombstone.Died);
        Assert.Equal("db:born,cache?:ready", scene.Tombstone.Awaits);
    }

    [Fact]
    public void Run_B2_DeathWhileWaiting_NothingIsStarted()
    {
        var scene = new RunScene(new() { BirthDependencies = [new("db", BirthCondition.Born)], DeathDependencies = [new("app")] }).Start();
        scene.Neighbour("app", isDead: true);
        scene.Neighbour("db");
        Assert.Empty(scene.Child.Calls);
        Assert.Equal((143, DeathReason.DependencyDied), (scene.Result!.ExitCode, scene.Tombstone!.Reason));
        Assert.Contains("app", scene.Tombstone.Answered.Keys);
    }

    [Fact]
    public void Run_B5_BirthTimeout_IsRecordedWithWhatWasMissing()
    {
        var scene = new RunScene(new() { BirthDependencies = [new("db", BirthCondition.Born)] }).Start();
        scene.Loop.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((124, 124, DeathReason.BirthTimeout), (scene.Result!.ExitCode, scene.Tombstone!.ExitCode, scene.Tombstone.Reason));
        Assert.Contains("30s (BirthTimeout) for 'db' to be born (no process has that name yet)", scene.Result.Message);
    }

    [Fact]
    public void Run_BirthTimeoutZero_WaitsForEver()
    {
        var scene = new RunScene(new() { BirthDependencies = [new("db", BirthCondition.Born)], BirthTimeout = TimeSpan.Zero }).Start();
        scene.Loop.Advance(TimeSpan.FromDays(1));
        Assert.Null(scene.Result);
        scene.Neighbour("db");
        Assert.Equal(["start"], scene.Child.Calls);
    }

    [Fact]
    public void Run_B24_GraveyardCannotBeWritten_NothingIsStarted()
    {
        var scene = new RunScene(new());
        scene.Store.WriteProblem = "Cannot write: the disk is full.";
        scene.Start();
        Assert.Empty(scene.Child.Calls);
        Assert.Equal((125, DeathReason.Internal, "Cannot write: the disk is full."),
            (scene.Result!.ExitCode, scene.Result.Reason, scene.Result.Message));
    }

    [Fact]
    public void Run_B29_NameIsHeld_NothingIsStarted()
    {
        var scene = new RunScene(new());
        scene.Store.EnsureExists();
        using var other = scene.Store.TryLock("me", "other");
        scene.Start();
        Assert.Empty(scene.Child.Calls);
        Assert.Equal(125, scene.Result!.ExitCode);
        Assert.Contains("a living process holds that name", scene.Result.Message);
        Assert.Null(scene.Tombstone);
    }

    [Theory]
    [InlineData(126)]
    [InlineData(127)]
    public void Run_ChildCannotStart_IsRecordedWithoutABirth(int code)
    {
        var scene = new RunScene(new());
        scene.Child.Failure = code == 126 ? ChildStartException.NotExecutable("app", "x") : ChildStartException.NotFound("app", "x");
        scene.Start();
        Assert.Equal((code, code, DeathReason.StartFailed, null),
            (scene.Result!.ExitCode, scene.Tombstone!.ExitCode, scene.Tombstone.Reason, scene.Tombstone.Born));
    }

    [Fact]
    public void Run_B6_WriteFailsWhileTheChildRuns_IsSaidOnceAndRetriedUntilItSucceeds()
    {
        var scene = new RunScene(new() { DeathDependencies = [new("app")] });
        scene.Neighbour("app");
        scene.Start();
        scene.Store.WriteProblem = "Cannot write: the disk is full.";
        scene.Neighbour("app", isDead: true);
        Assert.Contains("signal 15", scene.Child.Calls);
        scene.Loop.Advance(TimeSpan.FromSeconds(3));
        Assert.Single(scene.Logger.Lines, l => l.Contains("retrying every 1s: "));
        Assert.Empty(scene.Tombstone!.Answered);
        scene.Store.WriteProblem = null;
        scene.Loop.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("app", scene.Tombstone!.Answered.Keys);
    }

    [Fact]
    public void Run_B23_GraveyardRemovedAndRecreated_LockAndTombstoneComeBack()
    {
        var scene = new RunScene(new() { DeathDependencies = [new("app")] });
        scene.Neighbour("app");
        scene.Start();
        scene.Store.Remove();
        scene.Loop.Turn();
        Assert.Null(scene.Tombstone);
        scene.Store.EnsureExists();
        scene.Loop.Advance(TimeSpan.FromMilliseconds(250));
        Assert.NotNull(scene.Tombstone!.Born);
        Assert.Equal((LockState.Held, scene.Tombstone.Life), (scene.Store.Probe("me").State, scene.Store.Probe("me").Life));
        scene.Neighbour("app", isDead: true);
        Assert.Contains("signal 15", scene.Child.Calls);
    }

    [Fact]
    public void Run_GraveyardIsGoneAtTheEnd_DeathIsRecordedInANewOne()
    {
        var scene = new RunScene(new()).Start();
        scene.Store.Remove();
        scene.Exit(ChildExit.Signaled(SignalName.Term));
        Assert.Equal((143, Signal.Term, DeathReason.Signaled), (scene.Tombstone!.ExitCode, scene.Tombstone.Signal, scene.Tombstone.Reason));
    }

    [Fact]
    public void Run_StopThenGrace_KillsAndSaysWhy()
    {
        var scene = new RunScene(new() { DeathDependencies = [new("app")], SignalGroup = true, StopSignal = Signal.Quit });
        scene.Neighbour("app");
        scene.Start();
        scene.Neighbour("app", isDead: true);
        Assert.Equal(["start", "group signal 3"], scene.Child.Calls);
        scene.Loop.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("kill", scene.Child.Calls[^1]);
        Assert.Contains("Warning: the process group was killed: it did not end within the grace period of 30s", scene.Logger.Lines);
    }

    [Fact]
    public void Run_B22_DeathWrittenTwice_IsOneStop()
    {
        var scene = new RunScene(new() { DeathDependencies = [new("app")] });
        scene.Neighbour("app");
        scene.Start();
        scene.Neighbour("app", isDead: true);
        scene.Neighbour("app", isDead: true);
        Assert.Equal(["start", "signal 15"], scene.Child.Calls);
    }

    [Fact]
    public void Run_C5_Outlive_HoldsTheStopUntilTheOtherHasEnded()
    {
        var scene = new RunScene(new() { OutliveDependencies = ["client"] });
        scene.Neighbour("client");
        scene.Start();
        scene.Signal(SignalName.Term);
        scene.Loop.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(["start"], scene.Child.Calls);
        scene.Neighbour("client", isDead: true);
        Assert.Equal(["start", "signal 15"], scene.Child.Calls);
    }

    /// <summary>Seconds after the stop at which the child is signalled and killed.</summary>
    [Theory]
    [InlineData(20, 30, null, 20, 50)]
    [InlineData(20, 30, 60, 20, 50)]
    [InlineData(20, 30, 25, 10, 25)]
    [InlineData(0, 30, 25, 0, 25)]
    [InlineData(20, 0, 10, 10, 10)]
    public void Run_C5_TerminationDeadline_FitsOutliveTimeAndGrace(int outlive, int grace, int? deadline, int stoppedAt, int killedAt)
    {
        var scene = new RunScene(new()
        {
            OutliveDependencies = ["client"],
            OutliveTimeout = TimeSpan.FromSeconds(outlive),
            GracePeriod = TimeSpan.FromSeconds(grace),
            TerminationDeadline = deadline is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        });
        scene.Neighbour("client");
        scene.Start();
        scene.Signal(SignalName.Term);
        var (stopped, killed) = (-1, -1);
        for (var second = 0; second <= 60; second++)
        {
            scene.Loop.Advance(second == 0 ? TimeSpan.FromTicks(1) : TimeSpan.FromSeconds(1));
            if (stopped < 0 && scene.Child.Calls.Count > 1) stopped = second;
            if (killed < 0 && scene.Child.Calls.Contains("kill")) killed = second;
        }

        Assert.Equal((stoppedAt, killedAt), (stopped, killed));
    }

    [Fact]
    public async Task Run_PostStartEndsWhilePreStopRuns_TheStopSignalWaitsForPreStop()
    {
        var scene = new RunScene(new()
        {
            DeathDependencies = [new("app")],
            PostStart = new HookOptions(new HookAction.Ask(new ProbeTarget.Exec(["post"]))),
            PreStop = new HookOptions(new HookAction.Ask(new ProbeTarget.Exec(["pre"]))),
        });
        var (post, pre) = (new TaskCompletionSource<ChildExit>(), new TaskCompletionSource<ChildExit>());
        scene.Commands.Behaviour = (command, _, _) => (command[0] == "post" ? post : pre).Task;
        scene.Neighbour("app");
        scene.Start();
        await scene.Loop.TurnUntilAsync(() => scene.Commands.Commands.Contains("post"));
        scene.Neighbour("app", isDead: true);
        await scene.Loop.TurnUntilAsync(() => scene.Commands.Commands.Contains("pre"));
        post.SetResult(ChildExit.Exited(1));
        await scene.Loop.TurnUntilAsync(() => scene.Logger.Lines.Any(l => l.Contains("postStart hook failed")));
        Assert.Equal(["start"], scene.Child.Calls);
        pre.SetResult(ChildExit.Exited(0));
        await scene.Loop.TurnUntilAsync(() => scene.Child.Calls.Contains("signal 15"));
    }

    [Fact]
    public void Run_TermOvertakesNewsOfAnOutliveDependency_IsStillHeldBack()
    {
        var scene = new RunScene(new() { OutliveDependencies = ["app"] }).Start();
        scene.Store.TellsChanges = false;
        scene.Neighbour("app");
        scene.Signal(SignalName.Term);
        Assert.Equal(["start"], scene.Child.Calls);
        scene.Store.TellsChanges = true;
        scene.Neighbour("app", isDead: true);
        Assert.Equal(["start", "signal 15"], scene.Child.Calls);
    }

    [Fact]
    public void Run_TermOvertakesADeath_IsStoppedForTheDeath()
    {
        var scene = new RunScene(new() { OutliveDependencies = ["app"], DeathDependencies = [new("db")] });
        scene.Neighbour("db");
        scene.Start();
        scene.Store.TellsChanges = false;
        scene.Neighbour("db", isDead: true);
        scene.Signal(SignalName.Term);
        Assert.Equal("signal 15", scene.Child.Calls[1]);
        scene.Exit(ChildExit.Exited(0));
        Assert.Equal(DeathReason.DependencyDied, scene.Tombstone!.Reason);
    }

    [Fact]
    public async Task Run_HookBreaks_CountsAsAFailedHook()
    {
        var scene = new RunScene(new() { PostStart = new HookOptions(new HookAction.Ask(new ProbeTarget.Exec(["post"]))) });
        scene.Commands.Behaviour = (_, _, _) => throw new NotSupportedException("a bug");
        scene.Start();
        await scene.Loop.TurnUntilAsync(() => scene.Child.Calls.Contains("signal 15"));
        scene.Exit(ChildExit.Exited(0));
        await scene.Loop.TurnUntilAsync(() => scene.Result is not null);
        Assert.Equal(DeathReason.HookFailed, scene.Result!.Reason);
    }
}
