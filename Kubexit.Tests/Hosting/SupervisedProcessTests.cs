using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Hosting;

/// <summary>A helper process lives and dies with its host, and has a tombstone of its own.</summary>
public sealed class SupervisedProcessTests
{
    [Fact]
    public async Task Host_IsStopped_TheProcessIsStoppedBeforeIt()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "supervise");
        await app.Prints("started");
        Assert.True(graveyard.Read("helper")!.IsAlive);
        app.Signal(Sig.Term);
        await app.ExitsWith(0);
        var helper = graveyard.Read("helper")!;
        Assert.Equal((0, null, "Terminated"), (helper.ExitCode, helper.Signal, helper.Reason));
        Assert.True(helper.Died < graveyard.Read("app")!.Died);
    }

    [Fact]
    public async Task Process_EndsByItself_TheHostStopsWithItsExitCode()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "supervise-short");
        await app.ExitsWith(4);
        Assert.Equal((4, "Exited"), (graveyard.Read("helper")!.ExitCode, graveyard.Read("helper")!.Reason));
    }

    [Fact]
    public async Task Process_IsKilledAndTheHostDoesNotCare_TheHostGoesOn()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "supervise-alone");
        await app.Prints("started");
        Assert.Equal(0, LibC.Kill(await app.ChildPid(), Sig.Kill));
        await graveyard.WaitFor("helper", tombstone => tombstone is { Died: not null, Signal: "KILL" });
        app.Signal(Sig.Term);
        await app.ExitsWith(0);
    }

    /// <summary>Its children too. The app leaves no tombstone then, and the process none of its death: others see both vanish.</summary>
    [Fact]
    public async Task Host_IsKilled_NothingOfTheProcessIsLeft()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "supervise");
        await app.Prints("started");
        var helper = await app.ChildPid();
        await Limit.Until(() => ProcFs.ChildrenOf(helper).Count > 0, () => "The helper has started nothing.");
        var all = ProcFs.ChildrenOf(helper).Append(helper).ToArray();
        app.Signal(Sig.Kill);
        await app.Ends();
        await Limit.Until(() => !all.Any(ProcFs.IsAlive), () => "A process is left.");
        Assert.Null(graveyard.Read("helper")!.Died);
    }

    [Fact]
    public async Task Configuration_IsWrongInSeveralPlaces_AllErrorsAreSaidAndTheExitCodeIs2()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "supervise-wrong", "KUBEXIT_BIRTH_TIMEOUT=soon");
        await app.ExitsWith(2);
        string[] errors = ["KUBEXIT_BIRTH_TIMEOUT", "Kubexit:Processes:a:Command", "RestartDelay of process 'b'",
            "'a', which waits for 'b', which waits for 'a'"];
        Assert.All(errors, error => Assert.Contains(error, app.Errors.Text, StringComparison.Ordinal));
        Assert.Null(graveyard.Read("b"));
    }

    [Fact]
    public async Task Host_Exits_NothingOfTheProcessIsLeft()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "supervise-exit");
        await app.Prints("started");
        var helper = await app.ChildPid();
        app.WriteLine("");
        await app.ExitsWith(9);
        await Limit.Until(() => !ProcFs.IsAlive(helper), () => $"Process {helper} is left.");
        Assert.Equal("KILL", graveyard.Read("helper")!.Signal);
    }
}
