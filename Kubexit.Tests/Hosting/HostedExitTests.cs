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

    [Fact]
    public async Task Exit_MainGoesOnAfterItsHost_IsNotRecordedBeforeItIsOne()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "flush-5");
        await app.Prints("host-ended");
        Assert.Null(graveyard.Read("app")!.Died);
        app.WriteLine("");
        await app.ExitsWith(5);
        Assert.Equal((5, "Exited"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
    }

    [Fact]
    public async Task Exit_OfAMainThatGoesOnAfterTerm_IsTerminatedWithItsExitCode()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "term-flush-5");
        await app.Prints("started");
        app.Signal(Sig.Term);
        await app.Prints("host-ended");
        Assert.Null(graveyard.Read("app")!.Died);
        app.WriteLine("");
        await app.ExitsWith(5);
        Assert.Equal((5, "Terminated"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
    }

    /// <summary>docs/embedding.md says so: it is .NET's choice that this is no failure.</summary>
    [Fact]
    public async Task Exit_ByABackgroundServiceThatThrows_IsAnEndWithZero()
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Embed("app", "background-throws").ExitsWith(0);
        Assert.Equal((0, "Exited"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
    }

    [Fact]
    public async Task Exit_ByAGraveyardThatCannotBe_IsOurFailure()
    {
        await using var graveyard = new TemporaryGraveyard();
        var file = Path.Combine(graveyard.Folder, "file");
        await File.WriteAllTextAsync(file, "");
        var app = graveyard.Embed("app", "run", $"KUBEXIT_GRAVEYARD={file}");
        await app.ExitsWith(125);
        await app.Says(file);
        Assert.Empty(app.Output.Lines);
    }

    [Fact]
    public async Task Exit_ByAConfigurationError_IsWithinASecondOfTheMessage()
    {
        await using var graveyard = new TemporaryGraveyard();
        var fastest = TimeSpan.MaxValue;

        // A machine may be slow once; a wait for what cannot come is there each time.
        for (var tries = 0; tries < 5 && fastest > TimeSpan.FromSeconds(1); tries++)
        {
            var app = graveyard.Embed("app", "run", "KUBEXIT_GRACE_PERIOD=30");
            await app.Says("KUBEXIT_GRACE_PERIOD '30'");
            var said = System.Diagnostics.Stopwatch.GetTimestamp();
            await app.ExitsWith(2);
            var elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(said);
            if (elapsed < fastest) fastest = elapsed;
        }

        Assert.InRange(fastest, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Exit_ByAConfigurationError_IsWithAllErrorsAndExitCode2()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "bad-code", "KUBEXIT_GRACE_PERIOD=30");
        await app.Says("Cannot use option BirthTimeout: ");
        await app.ExitsWith(2);
        Assert.Contains("Cannot use the options that the code sets: The URL is not an absolute http or https URL. ", app.Errors.Text,
            StringComparison.Ordinal);
        Assert.Contains("KUBEXIT_GRACE_PERIOD '30'", app.Errors.Text, StringComparison.Ordinal);
        Assert.Contains("'db' of Kubexit:BirthDependencies: it is in the list more than once", app.Errors.Text, StringComparison.Ordinal);
        Assert.Equal((2, "Configuration"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
    }

    [Theory]
    [InlineData(Sig.Int)]
    [InlineData(Sig.Quit)]
    public async Task Exit_ByIntOrQuit_IsRecordedAsTerminated(int signal)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "run");
        await app.Prints("started");
        app.Signal(signal);
        await app.ExitsWith(0);
        Assert.Equal((0, "Terminated"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
    }

    [Fact]
    public async Task Enabled_DevelopmentWithoutAName_RunsWithoutAGraveyard()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("", "run", "DOTNET_ENVIRONMENT=Development", "KUBEXIT_BIRTH_DEPS=db");
        await app.Prints("started");
        app.Signal(Sig.Term);
        await app.ExitsWith(0);
        Assert.Empty(Directory.EnumerateFileSystemEntries(graveyard.Path));
    }

    [Fact]
    public async Task Enabled_ProductionWithoutAName_IsAConfigurationError()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("", "run");
        await app.Says("Kubexit:Name is required");
        await app.ExitsWith(2);
    }

    [Fact]
    public async Task Enabled_False_IsOffAnywhere()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "stop", "KUBEXIT_ENABLED=false", "KUBEXIT_BIRTH_DEPS=db");
        await app.ExitsWith(0);
        Assert.Null(graveyard.Read("app"));
    }

    [Theory]
    [InlineData("crash")]
    [InlineData("throw-after-host")]
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
        await graveyard.WaitFor("observer", tombstone => tombstone.IsAlive);
        if (isKilled) app.Signal(Sig.Kill);
        else app.WriteLine("");
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
