using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>Neighbours that create, link and remove what bears our names, against real wrappers.</summary>
public sealed class SharedNamesTests
{
    [Fact]
    public async Task Lock_RemovedWhileItsOwnerLives_AKillIsStillNoticedAtOnce()
    {
        await using var graveyard = new TemporaryGraveyard();
        var db = graveyard.Wrap("db", Scripts.UntilTold);
        await graveyard.WaitFor("db", tombstone => tombstone.IsAlive);
        var app = graveyard.Wrap("app", Scripts.StopsWith(5), "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_RESCAN_INTERVAL=0");
        await app.Prints("ready");
        File.Delete(graveyard.FileOf(".db.alive"));
        await db.Says("its lock file was removed or replaced");
        await Limit.Until(() => File.Exists(graveyard.FileOf(".db.alive")), () => db.Describe("has not put its lock back"));
        db.Signal(Sig.Kill);
        await app.ExitsWith(5);
    }

    [Fact]
    public async Task LockAndTombstone_RemovedWhileTheirOwnerLives_ASecondOfThatNameIsStillRefused()
    {
        await using var graveyard = new TemporaryGraveyard();
        var first = graveyard.Wrap("app", Scripts.UntilTold);
        var before = await graveyard.WaitFor("app", tombstone => tombstone.IsAlive);
        File.Delete(graveyard.FileOf("app"));
        File.Delete(graveyard.FileOf(".app.alive"));
        var after = await graveyard.WaitFor("app", tombstone => tombstone.IsAlive);
        await Limit.Until(() => File.Exists(graveyard.FileOf(".app.alive")), () => first.Describe("has not put its lock back"));
        Assert.Equal(before.Text, after.Text);
        var second = graveyard.Wrap("app", "echo started");
        await second.ExitsWith(125);
        Assert.Empty(second.Output.Lines);
    }

    [Fact]
    public async Task LockAndTombstone_RemovedForGoodWithTheirOwner_IsADeathAfterHalfAMinute()
    {
        await using var graveyard = new TemporaryGraveyard();
        var db = graveyard.Wrap("db", Scripts.UntilTold);
        await graveyard.WaitFor("db", tombstone => tombstone.IsAlive);
        var app = graveyard.Wrap("app", Scripts.StopsWith(5), "KUBEXIT_DEATH_DEPS=db");
        await app.Prints("ready");
        db.Signal(Sig.Stop);
        await Limit.Until(() => ProcFs.IsStopped(db.Pid), () => db.Describe("does not stop"));
        File.Delete(graveyard.FileOf("db"));
        File.Delete(graveyard.FileOf(".db.alive"));
        db.Signal(Sig.Kill);
        var status = await app.Ended.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(5, status.Code);
    }

    [Fact]
    public async Task PlantedNames_OfEveryKind_DoNotDisturbALife()
    {
        await using var graveyard = new TemporaryGraveyard();
        foreach (var name in new[] { "app", ".app.tmp", ".app.alive" }) Directory.CreateDirectory(graveyard.FileOf($"{name}/child"));
        var app = graveyard.Wrap("app", "exit 3");
        await app.ExitsWith(3);
        Assert.Equal(3, graveyard.Read("app")!.ExitCode);
    }

    // Inherent, see SECURITY.md: where the sticky bit keeps users apart, it also keeps us from what another one has put under our name.
    [Theory]
    [InlineData("app")]
    [InlineData(".app.alive")]
    public async Task StickyGraveyard_AnotherUsersDirectoryUnderOurName_IsAClearRefusal(string name)
    {
        var user = Prerequisites.RequireUser(12345);
        await using var graveyard = new TemporaryGraveyard();
        Assert.Equal(0, LibC.ChangeMode(graveyard.Folder, 0x1ff));
        Assert.Equal(0, LibC.ChangeMode(graveyard.Path, 0x3ff));
        Directory.CreateDirectory(graveyard.FileOf(name));
        var app = graveyard.Start([.. user, KubexitBinary.Path, "sh", "-c", "echo started"], ["KUBEXIT_NAME=app"]);
        await app.ExitsWith(125);
        Assert.Empty(app.Output.Lines);
        Assert.Contains(graveyard.FileOf(name), app.Errors.Text);
    }

    [Fact]
    public async Task StickyGraveyard_AnotherUsersFileUnderOurTemporaryName_IsNoHindrance()
    {
        var user = Prerequisites.RequireUser(12345);
        await using var graveyard = new TemporaryGraveyard();
        Assert.Equal(0, LibC.ChangeMode(graveyard.Folder, 0x1ff));
        Assert.Equal(0, LibC.ChangeMode(graveyard.Path, 0x3ff));
        File.WriteAllText(graveyard.FileOf(".app.tmp"), "mine");
        var app = graveyard.Start([.. user, KubexitBinary.Path, "sh", "-c", "exit 3"], ["KUBEXIT_NAME=app"]);
        await app.ExitsWith(3);
        Assert.Equal(3, graveyard.Read("app")!.ExitCode);
        Assert.Equal("mine", File.ReadAllText(graveyard.FileOf(".app.tmp")));
    }

    [Fact]
    public async Task ForeignWords_WithEscapeSequences_NeverReachATerminalRaw()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteAtomically("db", "\"\u001b[2JDied\": \u001b]0;x\u0007\nDied: \"\\e[31m maybe \u202e\"\n");
        var app = graveyard.Wrap(
            "app", "exit 0", "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_POST_START_EXEC=printf '\\033[2Jhello'", "KUBEXIT_LOG_LEVEL=debug",
            "KUBEXIT_WHAT\u001b=1");
        await app.Ends();
        await Limit.Until(() => app.Errors.IsComplete, () => app.Describe("does not end its output"));
        Assert.DoesNotContain(app.Errors.Text, c => c is '\u001b' or '\u0007' or '\u202e');
    }

    [Fact]
    public async Task TombstoneForgedWithoutEnd_CostsNoProcessorToSpeakOf()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.UntilTold);
        await graveyard.WaitFor("app", tombstone => tombstone.IsAlive);
        var before = ProcFs.CpuTimeOf(app.Pid);
        for (var i = 0; i < 2000; i++) graveyard.WriteAtomically("app", $"Born: {i}\n");
        await graveyard.WaitFor("app", tombstone => tombstone.Text.Contains("Life", StringComparison.Ordinal));
        Assert.InRange(ProcFs.CpuTimeOf(app.Pid) - before, TimeSpan.Zero, TimeSpan.FromSeconds(1.5));
        Assert.InRange(app.Errors.Lines.Count(line => line.Contains("changed our files", StringComparison.Ordinal)), 1, 2);
        app.CloseInput();
        await app.ExitsWith(1);
    }
}
