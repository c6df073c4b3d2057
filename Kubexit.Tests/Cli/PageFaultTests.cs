using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>
/// A page that is touched for the first time costs microseconds, and where page tables are virtual ten of them. The kernel counts them for
/// each process: its child's are not among them, but those that were mapped in advance are.
/// </summary>
public sealed class PageFaultTests
{
    // Measured: 226, of which some 90 are mapped in advance by six calls (Native/memory.c, statics.c); 278 in a root without /proc, where
    // nobody can tell how strictly memory is accounted.
    private const int AtStart = 300;

    // Measured: 3 to 6, all of them after the signal: the log line and the answer on disk.
    private const int InAnAnswer = 24;

    [Fact]
    public async Task Start_UntilReady_TouchesFewPages()
    {
        Prerequisites.RequireNativeBinary();
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWith(0), "KUBEXIT_DEATH_DEPS=db");
        await app.Prints("ready");
        await app.Says("kubexit: ready");
        Assert.InRange(ProcFs.PageFaultsOf(app.Pid), 1, AtStart);
    }

    [Fact]
    public async Task Death_Answered_TouchesHardlyANewPage()
    {
        Prerequisites.RequireNativeBinary();
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.Acknowledges(Sig.Usr1, Sig.Term), "KUBEXIT_DEATH_DEPS=db");
        await app.Prints("ready");
        await app.Says("kubexit: ready");

        // The loop takes signals after all that was posted at the start, the rehearsal too.
        graveyard.WriteAtomically("db", OriginalTombstone.Alive);
        app.Signal(Sig.Usr1);
        await app.Prints($"got {Sig.Usr1}");
        var before = ProcFs.PageFaultsOf(app.Pid);
        graveyard.WriteAtomically("db", OriginalTombstone.Dead());
        await app.Prints($"got {Sig.Term}");
        await graveyard.WaitFor("app", tombstone => tombstone.Text.Contains("Answered", StringComparison.Ordinal));
        Assert.InRange(ProcFs.PageFaultsOf(app.Pid) - before, 0, InAnAnswer);
    }
}
