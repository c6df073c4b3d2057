using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Hosting;

/// <summary>The death of an application is recorded on every way out, with the exit code that its process really has.</summary>
public sealed class HostedExitTests
{
    [Theory]
    [InlineData("stop", 0)]
    [InlineData("return-5", 5)]
    [InlineData("exit-code-6", 6)]
    [InlineData("environment-exit", 7)]
    public async Task Exit_ByItself_IsRecordedWithTheProcesssExitCode(string scenario, int exitCode)
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Embed("app", scenario).ExitsWith(exitCode);
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((exitCode, null, "Exited"), (tombstone.ExitCode, tombstone.Signal, tombstone.Reason));
        Assert.True(tombstone.Waiting <= tombstone.Born && tombstone.Born <= tombstone.Died, tombstone.Text);
    }

    [Theory]
    [InlineData("crash")]
    [InlineData("fail-start")]
    [InlineData("invalid-options")]
    public async Task Exit_ByAnUnhandledException_IsRecordedAsTheAbortItIs(string scenario)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", scenario);
        Assert.Equal(Sig.Abrt, (await app.Ends()).Signal);
        await app.Says("Unhandled exception");
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((134, "ABRT", "Signaled"), (tombstone.ExitCode, tombstone.Signal, tombstone.Reason));
    }

    [Fact]
    public async Task Exit_ByTerm_IsRecordedAsTerminated()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "run");
        await app.Prints("started");
        app.Signal(Sig.Term);
        await app.ExitsWith(0);
        Assert.Equal(["service-started", "started", "stopping: no reason of Kubexit's", "service-stopped", "host-ended"], app.Output.Lines);
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((0, null, "Terminated"), (tombstone.ExitCode, tombstone.Signal, tombstone.Reason));
    }

    [Fact]
    public async Task Exit_ByTermDuringTheStartOfAService_IsRecordedAndNoCrash()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "hang-start");
        await app.Prints("starting");
        app.Signal(Sig.Term);
        await app.ExitsWith(143);
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((143, null, "Terminated"), (tombstone.ExitCode, tombstone.Signal, tombstone.Reason));
        Assert.Null(tombstone.Ready);
    }

    [Theory]
    [InlineData("exit-while-waiting", 9)]
    [InlineData("crash-while-waiting", 134)]
    public async Task Exit_WhileItWaitsForBirths_IsRecordedWithoutABirth(string scenario, int exitCode)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", scenario, "KUBEXIT_BIRTH_DEPS=db");
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        app.WriteLine("");
        await app.Ends();
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((exitCode, "StartFailed"), (tombstone.ExitCode, tombstone.Reason));
        Assert.Null(tombstone.Born);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Exit_WithoutAnyLastWord_IsNoticedByTheLock(bool isKilled)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", isKilled ? "run" : "fail-fast");
        await graveyard.WaitFor("app", tombstone => tombstone.IsAlive);
        var observer = graveyard.Wrap("observer", Scripts.UntilTold, "KUBEXIT_DEATH_DEPS=app");
        if (isKilled)
        {
            await graveyard.WaitFor("observer", tombstone => tombstone.IsAlive);
            app.Signal(Sig.Kill);
        }

        await app.Ends();
        await observer.Ends();
        Assert.Null(graveyard.Read("app")!.Died);
        Assert.Equal("DependencyDied", graveyard.Read("observer")!.Reason);
    }

    [Fact]
    public async Task Exit_OfAHostInALongerProcess_FreesTheNameForTheNextHost()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "two-hosts");
        await app.ExitsWith(3);
        Assert.Equal(["started 1", "started 2"], app.Output.Lines);
        Assert.Equal((3, "Exited"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
    }
}
