using System.Diagnostics;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>
/// When everybody gets TERM at once, a process with <c>KUBEXIT_OUTLIVE_DEPS</c> goes after those it serves, within its bound.
/// </summary>
public sealed class ExitOrderTests
{
    [Fact]
    public async Task OutliveDependencies_TermToBothAtOnce_ProxyDiesAfterTheApp()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWhenTold(3));
        var proxy = graveyard.Wrap("proxy", Scripts.StopsWith(0), "KUBEXIT_OUTLIVE_DEPS=app");
        await app.Prints("ready");
        await proxy.Prints("ready");
        proxy.Signal(Sig.Term);
        app.Signal(Sig.Term);
        await app.Prints("stopping");
        await proxy.Says("app");
        Assert.Equal(["ready"], proxy.Output.Lines);
        app.WriteLine("");
        await app.ExitsWith(3);
        await proxy.ExitsWith(0);
        Assert.Equal(["ready", "stopping"], proxy.Output.Lines);
        Assert.True(graveyard.Read("proxy")!.Died > graveyard.Read("app")!.Died);
        Assert.Equal("Terminated", graveyard.Read("proxy")!.Reason);
    }

    [Fact]
    public async Task OutliveDependencies_DoNotDie_TermGoesOnAfterTheOutliveTimeout()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("app", OriginalTombstone.Alive);
        var proxy = graveyard.Wrap("proxy", Scripts.StopsWith(0), "KUBEXIT_OUTLIVE_DEPS=app", "KUBEXIT_OUTLIVE_TIMEOUT=300ms");
        await proxy.Prints("ready");
        var clock = Stopwatch.StartNew();
        proxy.Signal(Sig.Term);
        await proxy.ExitsWith(0);
        Assert.True(clock.Elapsed >= TimeSpan.FromMilliseconds(290), $"Stopped after {clock.Elapsed}.");
        Assert.Equal(["ready", "stopping"], proxy.Output.Lines);
    }

    [Fact]
    public async Task OutliveDependencies_SecondTerm_IsForwardedAtOnce()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("app", OriginalTombstone.Alive);
        var proxy = graveyard.Wrap("proxy", Scripts.StopsWith(0), "KUBEXIT_OUTLIVE_DEPS=app", "KUBEXIT_OUTLIVE_TIMEOUT=1h");
        await proxy.Prints("ready");
        proxy.Signal(Sig.Term);
        await proxy.Says("app");
        proxy.Signal(Sig.Term);
        await proxy.ExitsWith(0);
    }

    [Fact]
    public async Task OutliveDependencies_OtherSignals_AreNotHeldBack()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("app", OriginalTombstone.Alive);
        var proxy = graveyard.Wrap("proxy", Scripts.Acknowledges(Sig.Usr1), "KUBEXIT_OUTLIVE_DEPS=app", "KUBEXIT_OUTLIVE_TIMEOUT=1h");
        await proxy.Prints("ready");
        proxy.Signal(Sig.Term);
        proxy.Signal(Sig.Usr1);
        await proxy.Prints("got 10");
    }

    [Fact]
    public async Task OutliveDependencies_AlreadyDead_TermGoesOnAtOnce()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("app", OriginalTombstone.Dead());
        var proxy = graveyard.Wrap("proxy", Scripts.StopsWith(0), "KUBEXIT_OUTLIVE_DEPS=app", "KUBEXIT_OUTLIVE_TIMEOUT=1h");
        await proxy.Prints("ready");
        proxy.Signal(Sig.Term);
        await proxy.ExitsWith(0);
    }

    [Fact]
    public async Task OutliveDependencies_VanishWithoutATombstone_CountAsDead()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.UntilTold);
        var proxy = graveyard.Wrap("proxy", Scripts.StopsWith(0), "KUBEXIT_OUTLIVE_DEPS=app", "KUBEXIT_OUTLIVE_TIMEOUT=1h");
        await proxy.Prints("ready");
        await graveyard.WaitFor("app", tombstone => tombstone.IsAlive);
        proxy.Signal(Sig.Term);
        await proxy.Says("app");
        app.Signal(Sig.Kill);
        await proxy.ExitsWith(0);
    }

    [Fact]
    public async Task OutliveDependencies_ChildEndsWhileTermIsHeldBack_EndsWithItsCode()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("app", OriginalTombstone.Alive);
        var proxy = graveyard.Wrap("proxy", "echo ready; read _; exit 6", "KUBEXIT_OUTLIVE_DEPS=app", "KUBEXIT_OUTLIVE_TIMEOUT=1h");
        await proxy.Prints("ready");
        proxy.Signal(Sig.Term);
        await proxy.Says("app");
        proxy.WriteLine("");
        await proxy.ExitsWith(6);
    }

    [Fact]
    public async Task TerminationDeadline_OutliveAndGraceWouldTakeLonger_TheDeathIsOnDiskInTime()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("app", OriginalTombstone.Alive);
        var proxy = graveyard.Wrap(
            "proxy", Scripts.IgnoresTerm, "KUBEXIT_OUTLIVE_DEPS=app", "KUBEXIT_OUTLIVE_TIMEOUT=1h", "KUBEXIT_GRACE_PERIOD=1h",
            "KUBEXIT_TERMINATION_DEADLINE=1s");
        await proxy.Prints("ready");
        var sent = DateTimeOffset.UtcNow;
        proxy.Signal(Sig.Term);
        await proxy.ExitsWith(137);
        var tombstone = graveyard.Read("proxy")!;
        Assert.InRange(tombstone.Died!.Value - sent, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.Equal((137, "KILL", "Terminated"), (tombstone.ExitCode, tombstone.Signal, tombstone.Reason));
    }

    [Fact]
    public async Task TerminationDeadline_ChildStopsInTime_ChangesNothing()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWith(4), "KUBEXIT_TERMINATION_DEADLINE=20s");
        await app.Prints("ready");
        app.Signal(Sig.Term);
        await app.ExitsWith(4);
    }
}
