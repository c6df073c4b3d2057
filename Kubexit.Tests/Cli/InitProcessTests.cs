using System.Globalization;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>As PID 1 of a container kubexit is init: every orphan is its to reap, and no signal has a default action.</summary>
public sealed class InitProcessTests
{
    private const string Orphan500 = "i=0; while [ $i -lt 500 ]; do ( (exit 0) & ); i=$((i+1)); done; ";

    /// <summary>Prints the number of zombies once it is 0, or after many looks.</summary>
    private const string CountZombies =
        "n=0; while z=$(cat /proc/[0-9]*/stat 2>/dev/null | grep -c ') Z '); [ $z -gt 0 ] && [ $n -lt 500 ]; do n=$((n+1)); sleep 0.01; "
            + "done; echo zombies $z; ";

    private const string PrintMemory = "sed -n 's/^VmRSS:[[:space:]]*\\([0-9]*\\) kB/memory \\1/p' /proc/1/status; ";

    [Fact]
    public async Task B11_ThousandOrphans_AreReapedAndMemoryDoesNotGrow()
    {
        var prefix = Prerequisites.RequirePidNamespace();
        await using var graveyard = new TemporaryGraveyard(needsProc: true);
        var script = Orphan500 + PrintMemory + Orphan500 + CountZombies + PrintMemory + "exit 7";
        var init = graveyard.Start([.. prefix, KubexitBinary.Path, "sh", "-c", script], ["KUBEXIT_NAME=app"]);
        await init.ExitsWith(7);
        var lines = init.Output.Lines;
        Assert.Equal("zombies 0", lines[1]);
        var growth = Memory(lines[2]) - Memory(lines[0]);
        Assert.True(growth < 1024, $"The second 500 orphans took {growth} KiB.");
        Assert.Equal(7, graveyard.Read("app")!.ExitCode);
    }

    [Fact]
    public async Task B11_OrphansThatEndWithTheChild_DoNotBlurItsExitCode()
    {
        var prefix = Prerequisites.RequirePidNamespace();
        await using var graveyard = new TemporaryGraveyard();
        var init = graveyard.Start(
            [.. prefix, KubexitBinary.Path, "sh", "-c", "for i in 1 2 3 4 5 6 7 8 9; do ( (exit 9) & ); done; exit 3"],
            ["KUBEXIT_NAME=app"]);
        await init.ExitsWith(3);
    }

    [Theory]
    [InlineData(Sig.Term)]
    [InlineData(Sig.Int)]
    [InlineData(Sig.Usr1)]
    public async Task InitProcess_Signal_IsForwarded(int signal)
    {
        var prefix = Prerequisites.RequirePidNamespace();
        await using var graveyard = new TemporaryGraveyard();
        var init = graveyard.Start(
            [.. prefix, KubexitBinary.Path, "sh", "-c", $"trap 'echo got it; exit 4' {signal}; echo ready; {Scripts.ForGood}"],
            ["KUBEXIT_NAME=app"]);
        await init.Prints("ready");
        Assert.Equal(0, LibC.Kill(await init.InitPid(), signal));
        await init.ExitsWith(4);
        Assert.Equal(["ready", "got it"], init.Output.Lines);
    }

    [Fact]
    public async Task InitProcess_ChildEndedByASignal_ExitsWith128PlusN()
    {
        var prefix = Prerequisites.RequirePidNamespace();
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Start([.. prefix, KubexitBinary.Path, "sh", "-c", "kill -KILL $$"], ["KUBEXIT_NAME=app"]).ExitsWith(137);
        Assert.Equal("KILL", graveyard.Read("app")!.Signal);
    }

    [Fact]
    public async Task InitProcess_TermWhileItWaits_EndsTheWait()
    {
        var prefix = Prerequisites.RequirePidNamespace();
        await using var graveyard = new TemporaryGraveyard();
        var init = graveyard.Start([.. prefix, KubexitBinary.Path, "echo", "started"], ["KUBEXIT_NAME=app", "KUBEXIT_BIRTH_DEPS=db"]);
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        Assert.Equal(0, LibC.Kill(await init.InitPid(), Sig.Term));
        await init.ExitsWith(143);
        Assert.Empty(init.Output.Lines);
    }

    /// <summary>Orphans that are in another process group or session are not the child's group, but die with the pid namespace.</summary>
    [Fact]
    public async Task InitProcess_ChildEndsButDaemonsLive_StillEnds()
    {
        var prefix = Prerequisites.RequirePidNamespace();
        await using var graveyard = new TemporaryGraveyard();
        var init = graveyard.Start(
            [.. prefix, KubexitBinary.Path, "sh", "-c", "setsid sleep 1000 >/dev/null 2>&1 & exit 5"], ["KUBEXIT_NAME=app"]);
        await init.ExitsWith(5);
    }

    [Fact]
    public async Task Subreaper_Asked_OrphansAreReapedWithoutBeingPid1()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", "( sh -c 'echo $$; read _' & ) ; echo ready; " + Scripts.ForGood, "KUBEXIT_SUBREAPER=true");
        await app.Prints("ready");
        await Limit.Until(() => app.Output.Lines.Count == 2, () => app.Describe("has no orphan"));
        var orphan = int.Parse(app.Output.Lines.Single(line => line != "ready"), CultureInfo.InvariantCulture);
        await Limit.Until(() => app.Find(orphan) is null, () => app.Describe($"has not reaped its orphan {orphan}"));
        Assert.False(app.HasEnded);
    }

    private static int Memory(string line) => int.Parse(line["memory ".Length..], CultureInfo.InvariantCulture);
}
