using System.Diagnostics;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli.Kernel;

/// <summary>A call that fails on a descriptor that stays ready costs no processor, and loses nothing: it is asked again.</summary>
public sealed class FailingCallTests
{
    private static readonly TimeSpan Spell = TimeSpan.FromSeconds(1.5);

    /// <summary>Every 10 ms, and some; a loop without a rest makes ten thousand and more.</summary>
    private const int MostCalls = 600;

    /// <param name="call">What fails for a while.</param>
    /// <param name="isBlind">Whether the child's end can be noticed all the same, meanwhile.</param>
    [Theory]
    [InlineData("waitid", false)]
    [InlineData("read", false)]
    [InlineData("poll", true)]
    public async Task Call_FailsForAWhile_NoSpinAndTheEndIsNoticed(string call, bool isBlind)
    {
        Refusal.Require();
        await using var graveyard = new TemporaryGraveyard();
        string armed = Path.Combine(graveyard.Folder, "armed"), log = Path.Combine(graveyard.Folder, "log");
        var app = graveyard.Start(
            [.. Refusal.Of(call, "EPERM", "--when", armed, "--log", log), KubexitBinary.Path, "sh", "-c",
                "echo ready; read code; exit $code"],
            ["KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db"]);
        await app.Prints("ready");
        await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
        var footprint = Footprint.Of(app);
        File.WriteAllText(armed, "");
        graveyard.WriteAtomically("somebody", OriginalTombstone.Alive); // Wakes the loop.
        if (!isBlind) app.WriteLine("6");
        await footprint.HasNotGrownWithin(Spell);
        if (!app.HasEnded) await ToldStatus.Tells(graveyard, "app", "ready");
        if (isBlind) app.WriteLine("6");
        else File.Delete(armed);
        await app.ExitsWith(6);
        Assert.Equal(6, graveyard.Read("app")!.ExitCode);
        await ToldStatus.Tells(graveyard, "app", "dead");
        Assert.InRange((await Refusal.ReadLog(log)).GetValueOrDefault(call), 1, MostCalls);
    }

    [Theory]
    [InlineData("EMFILE")]
    [InlineData("ENOSYS")]
    public async Task Inotify_Unavailable_DeathIsSeenWithoutARescan(string error)
    {
        Refusal.Require();
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start(
            [.. Refusal.Of("inotify_init1", error), KubexitBinary.Path, "sh", "-c", Scripts.StopsWith(5)],
            ["KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_RESCAN_INTERVAL=1h"]);
        await app.Prints("ready");
        await app.Says("polling every 500ms instead");
        await Footprint.Of(app).HasNotGrownWithin(Spell);
        var clock = Stopwatch.StartNew();
        graveyard.WriteAtomically("db", OriginalTombstone.Dead());
        await app.Prints("stopping");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"It took {clock.Elapsed}.");
        await app.ExitsWith(5);
    }
}
