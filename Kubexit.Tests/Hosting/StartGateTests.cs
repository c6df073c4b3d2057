using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Hosting;

/// <summary>No hosted service starts before the birth dependencies, and none at all when they do not come true.</summary>
public sealed class StartGateTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("late")]
    [InlineData("concurrent")]
    public async Task Gate_BirthDependencyNotReady_NoServiceStarts(string scenario)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", scenario, "KUBEXIT_BIRTH_DEPS=db");
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        graveyard.WriteAtomically("db", OriginalTombstone.Alive);
        Assert.Empty(app.Output.Lines);
        Assert.Null(graveyard.Read("app")!.Born);
        graveyard.WriteAtomically("db", OriginalTombstone.Alive + OriginalTombstone.ReadyLine);
        await app.Prints("started");
        Assert.Equal(["service-started", "started"], app.Output.Lines);
        await graveyard.WaitFor("app", tombstone => tombstone is { Born: not null, Ready: not null });
        app.Signal(Sig.Term);
        await app.ExitsWith(0);
    }

    [Fact]
    public async Task Gate_WebServer_ListensOnlyWhenTheDependencyIsReady()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "web", "KUBEXIT_BIRTH_DEPS=db");
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        Assert.Empty(app.Output.Lines);
        graveyard.WriteAtomically("db", OriginalTombstone.Alive + OriginalTombstone.ReadyLine);
        await Limit.Until(() => app.Output.Lines.Count > 0, () => app.Describe("does not listen"));
        using var client = new HttpClient();
        Assert.Equal("served", await client.GetStringAsync(new Uri(app.Output.Lines[0])));
    }

    [Fact]
    public async Task Gate_BirthTimeout_FailsTheStart()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "run", "KUBEXIT_BIRTH_DEPS=db", "KUBEXIT_BIRTH_TIMEOUT=100ms");
        await app.ExitsWith(124);
        Assert.Empty(app.Output.Lines);
        await app.Says("(BirthTimeout)");
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((124, "BirthTimeout"), (tombstone.ExitCode, tombstone.Reason));
        Assert.Null(tombstone.Born);
    }

    [Theory]
    [InlineData("KUBEXIT_BIRTH_TIMEOUT=100ms")]
    [InlineData("KUBEXIT_BIRTH_TIMEOUT=100ms", "TEST_LOG=console")]
    public async Task Gate_BirthTimeout_IsSaidOnce(params string[] variables)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "run", ["KUBEXIT_BIRTH_DEPS=db", .. variables]);
        await app.ExitsWith(124);
        Assert.Equal(1, app.Errors.Text.Split("Cannot start: waited").Length - 1);
    }

    [Fact]
    public async Task Gate_BirthTimeout_IsAnExceptionThatMainMayCatch()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "catch-start", "KUBEXIT_BIRTH_DEPS=db", "KUBEXIT_BIRTH_TIMEOUT=100ms");
        await app.ExitsWith(124);
        Assert.Equal(["NotStartedException 124 BirthTimeout"], app.Output.Lines);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("console-lifetime")]
    public async Task Gate_TermWhileWaiting_NothingStarts(string scenario)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", scenario, "KUBEXIT_BIRTH_DEPS=db");
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        await Limit.Until(() => CatchesTerm(app.Pid), () => app.Describe("does not listen to TERM"));
        app.Signal(Sig.Term);
        await app.ExitsWith(143);
        Assert.DoesNotContain(app.Output.Lines, line => line.Contains("started", StringComparison.Ordinal));
        Assert.Equal((143, "Terminated"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
        Assert.Null(graveyard.Read("app")!.Born);
    }

    [Theory]
    [InlineData("child", 143)]
    [InlineData("zero", 0)]
    [InlineData("dependency", 9)]
    public async Task Gate_DeathWhileWaiting_NothingStarts(string policy, int exitCode)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "run", "KUBEXIT_BIRTH_DEPS=db", "KUBEXIT_DEATH_DEPS=job", $"KUBEXIT_DEATH_EXIT_CODE={policy}");
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        graveyard.WriteAtomically("job", OriginalTombstone.Dead(9));
        await app.ExitsWith(exitCode);
        Assert.Empty(app.Output.Lines);
        Assert.Equal((143, "DependencyDied"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
    }

    [Fact]
    public async Task Gate_NameHeldByALivingProcess_FailsTheStart()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.Embed("app", "run");
        await graveyard.WaitFor("app", tombstone => tombstone.IsAlive);
        var second = graveyard.Embed("app", "run");
        await second.ExitsWith(125);
        await second.Says("a living process holds that name");
        Assert.True(graveyard.Read("app")!.IsAlive);
    }

    [Fact]
    public async Task Gate_InvalidConfiguration_AllErrorsAtOnceAndADeathOnDisk()
    {
        await using var graveyard = new TemporaryGraveyard();
        var settings = Path.Combine(graveyard.Folder, "settings.json");
        await File.WriteAllTextAsync(settings, """{ "Kubexit": { "BirthTimeout": 30, "DeathDeps": ["job:gone"] } }""");
        var app = graveyard.Embed("app", "catch-start", $"TEST_SETTINGS={settings}", "KUBEXIT_GRACE_PERIOD=1d");
        await app.ExitsWith(2);
        Assert.Equal("ConfigurationException 2 Configuration", app.Output.Lines[0]);
        Assert.Equal(3, app.Output.Lines.Count - 1);
        foreach (var word in new[] { "Kubexit:BirthTimeout '30'", "'job:gone' of Kubexit:DeathDeps", "KUBEXIT_GRACE_PERIOD '1d'" })
            Assert.Single(app.Output.Lines, line => line.Contains(word, StringComparison.Ordinal));
        Assert.Equal((2, "Configuration"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
    }

    [Fact]
    public async Task Gate_InvalidConfigurationThatNobodyCatches_EndsWithTwo()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "run", "KUBEXIT_GRACE_PERIOD=30");
        await app.ExitsWith(2);
        await app.Says("KUBEXIT_GRACE_PERIOD '30'");
    }

    private static bool CatchesTerm(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("SigCgt:", StringComparison.Ordinal));
        return (Convert.ToUInt64(line[7..].Trim(), 16) & (1UL << (Sig.Term - 1))) != 0;
    }
}
