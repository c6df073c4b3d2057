using System.Diagnostics;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>
/// <c>KUBEXIT_GROUP_GRACE</c>: when the command has ended, what it has left in its process group may end by itself, for so long.
/// </summary>
public sealed class GroupGraceTests : IAsyncDisposable
{
    /// <summary>
    /// Leaves a descendant behind that tells of a TERM and ends then, or when the FIFO is closed. A shell's child loses a TERM that comes
    /// between its fork and its exec: each trap here ends its shell's child by a signal that nobody loses.
    /// </summary>
    private const string LeavesDescendant =
        "(trap 'echo descendant got TERM; kill -9 $!; exit' TERM; echo descendant lives; cat \"$FIFO\" & wait $!; echo descendant is "
            + "done) & read started <\"$START\"; ";

    private readonly TemporaryGraveyard _graveyard = new(needsProc: true);

    public GroupGraceTests()
    {
        foreach (var name in (string[])["fifo", "start"]) Assert.Equal(0, LibC.MakeFifo(In(name), 0x1b6 /* 0666 */));
    }

    public ValueTask DisposeAsync() => _graveyard.DisposeAsync();

    [Fact]
    public async Task DescendantEndsInTime_IsNotKilledAndTheDeathIsThatOfTheWholeGroup()
    {
        var app = Wrap("exit 3", "30s");
        await StartAsync(app);
        await app.Says("the command has ended, but other processes of its group are still running: they have 30s to end");
        Assert.Null(_graveyard.Read("app")!.Died);
        await File.WriteAllTextAsync(In("fifo"), "");
        await app.Prints("descendant is done");
        await app.ExitsWith(3);
        Assert.Equal((3, "Exited"), (_graveyard.Read("app")!.ExitCode, _graveyard.Read("app")!.Reason));
    }

    [Fact]
    public async Task DescendantLivesLonger_IsKilledWhenTheTimeIsOverAndTheCodeStaysTheCommands()
    {
        var app = Wrap("exit 3", "200ms");
        await StartAsync(app);
        await app.Says("its group did not end within 200ms (KUBEXIT_GROUP_GRACE) after it");
        await app.ExitsWith(3);
        Assert.DoesNotContain("done", app.Output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zero_AsByDefault_KillsAtOnceAndSaysNothing()
    {
        var app = Wrap("exit 3", "0s");
        await StartAsync(app);
        await app.ExitsWith(3);
        Assert.DoesNotContain("still running", app.Errors.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_CommandObeys_DescendantGetsTermToo()
    {
        var app = Wrap("trap 'kill -9 $p; exit 0' TERM; echo ready; " + Scripts.ForGood, "30s", "KUBEXIT_DEATH_DEPS=db");
        await StartAsync(app);
        await app.Prints("ready");
        _graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.Prints("descendant got TERM");
        await app.ExitsWith(0);
    }

    [Fact]
    public async Task StopWhileTheRestLivesOn_TermReachesTheRest()
    {
        var app = Wrap("exit 0", "30s");
        await StartAsync(app);
        await app.Says("still running");
        app.Signal(Sig.Term);
        await app.Prints("descendant got TERM");
        await app.ExitsWith(0);
        Assert.Equal("Terminated", _graveyard.Read("app")!.Reason);
    }

    /// <summary>What is left of the grace period bounds it.</summary>
    [Fact]
    public async Task Stop_DescendantIgnoresTerm_IsKilledWhenTheGracePeriodIsOver()
    {
        var app = _graveyard.Wrap(
            "app", "(trap '' TERM; exec sleep 1000) >/dev/null 2>&1 & trap 'exit 0' TERM; echo ready; " + Scripts.ForGood,
            "KUBEXIT_GROUP_GRACE=1h", "KUBEXIT_GRACE_PERIOD=300ms", "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_DEATH_EXIT_CODE=zero");
        await app.Prints("ready");
        var clock = Stopwatch.StartNew();
        _graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.ExitsWith(0);
        Assert.True(clock.Elapsed >= TimeSpan.FromMilliseconds(290), $"Killed after {clock.Elapsed}.");
    }

    /// <summary>The leader stays unreaped so that its group keeps its id: others that end meanwhile are reaped all the same.</summary>
    [Fact]
    public async Task Pid1_OrphansThatEndWhileTheRestLivesOn_AreReaped()
    {
        var prefix = Prerequisites.RequirePidNamespace();
        var app = _graveyard.Start(
            [.. prefix, KubexitBinary.Path, "sh", "-c",
                "setsid sh -c 'read line <\"$START\"; echo orphan ends' & read line <\"$FIFO\" & exit 0"],
            ["KUBEXIT_NAME=app", "KUBEXIT_GROUP_GRACE=30s", $"FIFO={In("fifo")}", $"START={In("start")}"]);
        await app.Says("still running");
        var init = await app.InitPid();
        await File.WriteAllTextAsync(In("start"), "\n");
        await app.Prints("orphan ends");
        await Limit.Until(
            () => ProcFs.ChildrenOf(init).Count(child => !ProcFs.IsAlive(child)) == 1, // The leader.
            () => $"zombies are left: {string.Join(", ", ProcFs.ChildrenOf(init))}");
        await File.WriteAllTextAsync(In("fifo"), "\n");
        await app.ExitsWith(0);
    }

    private WrappedProcess Wrap(string end, string grace, params string[] variables) => _graveyard.Wrap(
        "app", LeavesDescendant + end, [$"FIFO={In("fifo")}", $"START={In("start")}", $"KUBEXIT_GROUP_GRACE={grace}", .. variables]);

    private async Task StartAsync(WrappedProcess app)
    {
        await app.Prints("descendant lives");
        await File.WriteAllTextAsync(In("start"), "\n");
    }

    private string In(string name) => Path.Combine(_graveyard.Folder, name);
}
