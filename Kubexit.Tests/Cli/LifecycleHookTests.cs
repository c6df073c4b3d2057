using System.Diagnostics;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>The hooks run when the kubelet's cannot, and never stand in the way of a stop.</summary>
public sealed class LifecycleHookTests
{
    [Fact]
    public async Task PreStop_StopByADeathDependency_RunsToItsEndBeforeTheStop()
    {
        await using var graveyard = new TemporaryGraveyard();
        var order = Path.Combine(graveyard.Folder, "order");
        var app = graveyard.Wrap(
            "app", $"trap 'echo stopped >> {order}; exit 0' TERM; echo ready; {Scripts.ForGood}",
            "KUBEXIT_DEATH_DEPS=db", $"KUBEXIT_PRE_STOP_EXEC=sh -c 'echo begun >> {order}; sleep 0.3; echo done >> {order}'");
        await app.Prints("ready");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.ExitsWith(0);
        Assert.Equal(["begun", "done", "stopped"], await File.ReadAllLinesAsync(order));
        Assert.Equal("DependencyDied", graveyard.Read("app")!.Reason);
    }

    [Fact]
    public async Task Hook_Output_GoesToStderrWithAPrefixAndNeverToStdout()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap(
            "app", Scripts.StopsWith(0), "KUBEXIT_DEATH_DEPS=db",
            "KUBEXIT_POST_START_EXEC=echo hello", "KUBEXIT_PRE_STOP_EXEC=sh -c 'echo draining; echo in pieces >&2'");
        await app.Says("kubexit: postStart: hello");
        await app.Prints("ready");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.Says("kubexit: preStop: draining");
        await app.Says("kubexit: preStop: in pieces");
        await app.ExitsWith(0);
        Assert.Equal(["ready", "stopping"], app.Output.Lines);
    }

    [Fact]
    public async Task Hook_Environment_HasNoHomeThatWeMadeUpForOurselves()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.UntilTold, "KUBEXIT_POST_START_EXEC=env");
        await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
        await app.Says("kubexit: postStart: KUBEXIT_NAME=app");
        Assert.DoesNotContain("kubexit: postStart: HOME=", app.Errors.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false", "exit code 1")]
    [InlineData("no-such-command", "no such file")]
    [InlineData("sh -c 'kill -9 $$'", "signal KILL")]
    public async Task PreStop_Fails_IsLoggedAndTheStopGoesOn(string hook, string reason)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWith(5), "KUBEXIT_DEATH_DEPS=db", $"KUBEXIT_PRE_STOP_EXEC={hook}");
        await app.Prints("ready");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        Assert.Contains(reason, await app.Says("preStop hook failed"), StringComparison.Ordinal);
        await app.ExitsWith(5);
        Assert.Equal("DependencyDied", graveyard.Read("app")!.Reason);
    }

    [Fact]
    public async Task PreStop_HangsBeyondItsTimeout_IsKilledAndTheStopGoesOn()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap(
            "app", Scripts.StopsWith(5), "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_PRE_STOP_TIMEOUT=200ms",
            "KUBEXIT_PRE_STOP_EXEC=sh -c 'sleep 1000 & echo $!; wait'");
        await app.Prints("ready");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.Says("did not end within 200ms");
        await app.ExitsWith(5);
        await IsGone(app, "preStop: ");
    }

    [Fact]
    public async Task PreStop_HangsBeyondTheGracePeriod_NeverPreventsTheStop()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap(
            "app", Scripts.StopsWith(5), "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_GRACE_PERIOD=300ms",
            "KUBEXIT_PRE_STOP_EXEC=sh -c 'echo $$; exec sleep 1000'");
        await app.Prints("ready");
        var clock = Stopwatch.StartNew();
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.ExitsWith(137);
        Assert.True(clock.Elapsed >= TimeSpan.FromMilliseconds(290), $"Killed after {clock.Elapsed}.");
        await IsGone(app, "preStop: ");
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((137, "KILL", "DependencyDied"), (tombstone.ExitCode, tombstone.Signal, tombstone.Reason));
    }

    [Fact]
    public async Task PreStop_ChildEndsWhileItRuns_TheHookIsKilled()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap(
            "app", Scripts.UntilTold + "; exit 6", "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_PRE_STOP_EXEC=sh -c 'echo $$; exec sleep 1000'");
        await graveyard.WaitFor("app", tombstone => tombstone.IsAlive);
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.Says("preStop: ");
        app.CloseInput();
        await app.ExitsWith(6);
        await IsGone(app, "preStop: ");
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("KUBEXIT_PRE_STOP_ON_SIGNAL=true", true)]
    public async Task PreStop_TermFromOutside_RunsOnlyWhenAskedForBecauseTheKubeletRanItsOwn(string variable, bool runs)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap(
            "app", Scripts.StopsWith(0), "KUBEXIT_PRE_STOP_EXEC=echo hook", variable.Length == 0 ? "UNUSED=" : variable);
        await app.Prints("ready");
        app.Signal(Sig.Term);
        await app.ExitsWith(0);
        Assert.Equal(runs, app.Errors.Text.Contains("preStop: hook", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PreStop_TermFromOutsideWhileItRuns_TheChildIsStoppedAtOnceAndTheHookDoesNotRunAgain()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap(
            "app", Scripts.StopsWith(0), "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_PRE_STOP_EXEC=sh -c 'echo $$; exec sleep 1000'");
        await app.Prints("ready");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.Says("preStop: ");
        app.Signal(Sig.Term);
        await app.ExitsWith(0);
        Assert.Single(app.Errors.Lines, line => line.Contains("preStop: ", StringComparison.Ordinal));
        await IsGone(app, "preStop: ");
    }

    [Theory]
    [InlineData("KUBEXIT_POST_START_EXEC=false", "exit code 1")]
    [InlineData("KUBEXIT_POST_START_TCP_SOCKET=127.0.0.1:1", "refused")]
    [InlineData("KUBEXIT_POST_START_HTTP_GET=http://127.0.0.1:1/", "refused")]
    public async Task PostStart_Fails_StopsTheChildAndIsTheRecordedReason(string variable, string reason)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.ForGood, variable);
        Assert.Contains(reason, await app.Says("postStart hook failed"), StringComparison.OrdinalIgnoreCase);
        await app.ExitsWith(143);
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((143, "TERM", "HookFailed"), (tombstone.ExitCode, tombstone.Signal, tombstone.Reason));
        Assert.NotNull(tombstone.Born);
        Assert.Null(tombstone.Ready);
    }

    [Fact]
    public async Task PostStart_StillRuns_TheProcessIsBornButNotReady()
    {
        await using var graveyard = new TemporaryGraveyard();
        var go = Path.Combine(graveyard.Folder, "go");
        var app = graveyard.Wrap("app", Scripts.UntilTold, $"KUBEXIT_POST_START_EXEC=sh -c 'while [ ! -e {go} ]; do sleep 0.02; done'");
        await graveyard.WaitFor("app", tombstone => tombstone is { IsAlive: true, Ready: null });
        await File.WriteAllTextAsync(go, "");
        await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
        app.CloseInput();
        await app.Ends();
    }

    /// <summary>The end of the postStart hook must not be taken for that of the preStop hook.</summary>
    [Fact]
    public async Task PostStart_DeathDependencyWhileItRuns_IsEndedAndPreStopStillRunsToItsEnd()
    {
        await using var graveyard = new TemporaryGraveyard();
        var order = Path.Combine(graveyard.Folder, "order");
        var app = graveyard.Wrap(
            "app", $"trap 'echo stopped >> {order}; exit 0' TERM; echo ready; {Scripts.ForGood}", "KUBEXIT_DEATH_DEPS=db",
            "KUBEXIT_POST_START_EXEC=sh -c 'echo $$; exec sleep 1000'",
            $"KUBEXIT_PRE_STOP_EXEC=sh -c 'sleep 0.3; echo drained >> {order}'");
        await app.Prints("ready");
        await app.Says("postStart: ");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.ExitsWith(0);
        Assert.Equal(["drained", "stopped"], await File.ReadAllLinesAsync(order));
        await IsGone(app, "postStart: ");
        Assert.Null(graveyard.Read("app")!.Ready);
    }

    [Fact]
    public async Task PostStart_ChildEndsWhileItRuns_TheHookIsKilledAndTheChildsEndIsRecorded()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.UntilTold + "; exit 6", "KUBEXIT_POST_START_EXEC=sh -c 'echo $$; exec sleep 1000'");
        await app.Says("postStart: ");
        app.CloseInput();
        await app.ExitsWith(6);
        await IsGone(app, "postStart: ");
        Assert.Equal("Exited", graveyard.Read("app")!.Reason);
    }

    /// <summary>The hook has printed the id of a process of its own.</summary>
    private static async Task IsGone(WrappedProcess app, string prefix)
    {
        var line = await app.Says(prefix);
        var process = int.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
        await Limit.Until(() => !app.Lives(process), () => $"Process {process} of the hook has outlived kubexit.");
    }
}
