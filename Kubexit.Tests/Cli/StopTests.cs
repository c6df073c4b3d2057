using System.Diagnostics;
using System.Globalization;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>A stop asks first, then kills, and leaves nothing of the child behind.</summary>
public sealed class StopTests
{
    /// <summary>A child with a descendant in its process group that ignores TERM. Prints the descendant's id, then what follows.</summary>
    private const string WithStubbornDescendant = "(trap '' TERM; exec sleep 1000) >/dev/null 2>&1 & echo $!; ";

    [Fact]
    public async Task GracePeriod_ChildIgnoresTheStop_IsKilledWhenItIsOver()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.IgnoresTerm, "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_GRACE_PERIOD=300ms");
        await app.Prints("ready");
        var clock = Stopwatch.StartNew();
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.ExitsWith(137);
        Assert.True(clock.Elapsed >= TimeSpan.FromMilliseconds(290), $"Killed after {clock.Elapsed}.");
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((137, "KILL", "DependencyDied"), (tombstone.ExitCode, tombstone.Signal, tombstone.Reason));
    }

    [Fact]
    public async Task GracePeriod_OfZero_KillsAtOnce()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.IgnoresTerm, "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_GRACE_PERIOD=0");
        await app.Prints("ready");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.ExitsWith(137);
    }

    [Fact]
    public async Task B21_TermFromOutsideThatTheChildIgnores_IsFollowedByKillAndTheDeathIsRecorded()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.IgnoresTerm, "KUBEXIT_GRACE_PERIOD=300ms");
        await app.Prints("ready");
        app.Signal(Sig.Term);
        await app.ExitsWith(137);
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((137, "KILL", "Terminated"), (tombstone.ExitCode, tombstone.Signal, tombstone.Reason));
    }

    [Fact]
    public async Task B12_ChildStopsButItsDescendantDoesNot_TheWholeGroupIsKilled()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap(
            "app", WithStubbornDescendant + Scripts.StopsWith(0), "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_GRACE_PERIOD=300ms");
        await app.Prints("ready");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.ExitsWith(0);
        await AssertDescendantIsGone(app);
    }

    [Fact]
    public async Task B12_ChildAndDescendantIgnoreTerm_BothAreKilled()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap(
            "app", WithStubbornDescendant + Scripts.IgnoresTerm, "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_GRACE_PERIOD=100ms");
        await app.Prints("ready");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.ExitsWith(137);
        await AssertDescendantIsGone(app);
    }

    [Fact]
    public async Task B12_ChildEndsByItself_NothingOfItsGroupOutlivesKubexit()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", WithStubbornDescendant + "exit 4", "KUBEXIT_GRACE_PERIOD=100ms");
        await app.ExitsWith(4);
        await AssertDescendantIsGone(app);
        Assert.Equal(4, graveyard.Read("app")!.ExitCode);
    }

    [Theory]
    [InlineData("INT", Sig.Int)]
    [InlineData("SIGUSR1", Sig.Usr1)]
    [InlineData("35", 35)]
    public async Task StopSignal_AsConfigured_IsWhatAStopSends(string name, int signal)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap(
            "app", $"trap 'echo wrong; exit 1' TERM; trap 'echo right; exit 0' {signal}; echo ready; {Scripts.ForGood}",
            "KUBEXIT_DEATH_DEPS=db", $"KUBEXIT_STOP_SIGNAL={name}");
        await app.Prints("ready");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.ExitsWith(0);
        Assert.Equal(["ready", "right"], app.Output.Lines);
    }

    [Fact]
    public async Task SignalGroup_Off_SignalsReachTheChildOnly()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = await StartFamily(graveyard);
        app.Signal(Sig.Usr1);
        await app.Prints("child got it");
        app.Signal(Sig.Usr1);
        await app.Prints("child got it", times: 2);
        Assert.DoesNotContain("descendant got it", app.Output.Lines);
    }

    [Fact]
    public async Task SignalGroup_On_SignalsReachTheWholeGroup()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = await StartFamily(graveyard, "KUBEXIT_SIGNAL_GROUP=true");
        app.Signal(Sig.Usr1);
        await app.Prints("child got it");
        await app.Prints("descendant got it");
        Assert.Equal(1, app.Output.Count("child got it"));
    }

    [Fact]
    public async Task Child_IsTheLeaderOfItsOwnProcessGroup()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.WrapCommand("app", ["cat"]);
        await graveyard.WaitFor("app", tombstone => tombstone.IsAlive);
        var child = await app.ChildPid();
        Assert.Equal(child, ProcFs.ProcessGroupOf(child));
        Assert.NotEqual(child, ProcFs.ProcessGroupOf(app.Pid));
    }

    /// <summary>A stopped (not ended) child cannot act on TERM; the kill at the end of the grace period still ends it.</summary>
    [Fact]
    public async Task Stop_ChildIsSuspended_IsEndedWithinTheGracePeriod()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWith(0), "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_GRACE_PERIOD=300ms");
        await app.Prints("ready");
        var child = await app.ChildPid();
        Assert.Equal(0, LibC.Kill(child, Sig.Stop));
        await Limit.Until(() => ProcFs.IsStopped(child), () => "The child was not suspended.");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        var status = await app.Ends();
        Assert.Contains(status.Code, new List<int> { 0, 137 });
        Assert.NotNull(graveyard.Read("app")!.Died);
    }

    private static async Task<WrappedProcess> StartFamily(TemporaryGraveyard graveyard, params string[] variables)
    {
        var script = "sh -c \"trap 'echo descendant got it' USR1; echo descendant ready; sleep 1000 & while :; do wait; done\" & "
            + "trap 'echo child got it' USR1; echo ready; while :; do wait; done";
        var app = graveyard.Wrap("app", script, variables);
        await app.Prints("ready");
        await app.Prints("descendant ready");
        return app;
    }

    private static async Task AssertDescendantIsGone(WrappedProcess app)
    {
        var descendant = int.Parse(app.Output.Lines[0], CultureInfo.InvariantCulture);
        await Limit.Until(() => !app.Lives(descendant), () => $"The descendant {descendant} has outlived kubexit.");
    }
}
