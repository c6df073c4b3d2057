using System.Diagnostics;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>Every signal that kubexit gets and may pass on reaches the child: once, in order, none lost.</summary>
public sealed class SignalForwardingTests
{
    [Fact]
    public async Task Signal_EachForwardableOne_ReachesTheChildOnceInOrder()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.Acknowledges(Sig.Forwardable));
        await app.Prints("ready");
        foreach (var signal in Sig.Forwardable)
        {
            app.Signal(signal);
            await app.Prints($"got {signal}");
        }

        Assert.Equal(["ready", .. Sig.Forwardable.Select(signal => $"got {signal}")], app.Output.Lines);
        Assert.True(graveyard.Read("app")!.IsAlive);
    }

    [Fact]
    public async Task B14_BurstOfSignals_NoneIsLostOrDoubled()
    {
        int[] burst = [Sig.Hup, Sig.Usr1, Sig.Term, Sig.Usr2, Sig.Int];
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.Acknowledges(burst));
        await app.Prints("ready");
        for (var round = 1; round <= 20; round++)
        {
            foreach (var signal in burst) app.Signal(signal);
            foreach (var signal in burst) await app.Prints($"got {signal}", times: round);
        }

        Assert.Equal(1 + (20 * burst.Length), app.Output.Lines.Count);
    }

    [Fact]
    public async Task B14_RuntimesOwnSignals_AreNeitherForwardedNorLogged()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.Acknowledges(Sig.Chld, Sig.Usr1));
        await app.Prints("ready");
        for (var i = 0; i < 5; i++) app.Signal(Sig.Chld);
        app.Signal(Sig.Usr1);
        await app.Prints("got 10");
        Assert.Equal(["ready", "got 10"], app.Output.Lines);
        Assert.DoesNotContain("CHLD", app.Errors.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task B04_TermAfterABirthWait_IsForwardedOnceAndTheHandlerMayFinish()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Alive);
        var app = graveyard.Wrap("app", Scripts.StopsWhenTold(7), "KUBEXIT_BIRTH_DEPS=db:born");
        await app.Prints("ready");
        app.Signal(Sig.Term);
        await app.Prints("stopping");
        app.WriteLine("");
        await app.ExitsWith(7);
        Assert.Equal(1, app.Output.Count("stopping"));
        Assert.Equal(7, graveyard.Read("app")!.ExitCode);
    }

    [Fact]
    public async Task B04_FurtherSignalsAfterTheFirstTerm_AreForwardedToo()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Alive);
        var app = graveyard.Wrap("app", Scripts.Acknowledges(Sig.Term, Sig.Hup), "KUBEXIT_BIRTH_DEPS=db:born");
        await app.Prints("ready");
        for (var i = 1; i <= 3; i++)
        {
            app.Signal(Sig.Term);
            await app.Prints("got 15", times: i);
        }

        app.Signal(Sig.Hup);
        await app.Prints("got 1");
    }

    /// <summary>
    /// Before anything has been written a TERM may simply end us, or as PID 1 not even reach us; from then on the death is always on disk.
    /// </summary>
    [Fact]
    public async Task B04_TermAtARandomMoment_NeverLeavesAnUnfinishedTombstoneOrAProcess()
    {
        var random = new Random(1);
        var delays = Enumerable.Range(1, 40).Select(i => (Name: $"app-{i}", Milliseconds: random.Next(300)));
        await using var graveyard = new TemporaryGraveyard();
        await Parallel.ForEachAsync(delays, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (delay, _) =>
        {
            var app = graveyard.Wrap(delay.Name, Scripts.StopsWith(0));
            var clock = Stopwatch.StartNew();
            await Limit.Until(() => clock.ElapsedMilliseconds >= delay.Milliseconds && app.Takes(Sig.Term), () => "");
            app.Signal(Sig.Term);
            var status = await app.Ends();
            var tombstone = graveyard.Read(delay.Name);
            Assert.True(tombstone is { Died: not null, Reason: "Terminated" } || (tombstone is null && status.Signal == Sig.Term),
                app.Describe($"ended with {status} and left\n{tombstone}\nbehind"));
            if (tombstone is not null) Assert.Equal((0, tombstone.ExitCode), (status.Signal, status.Code));
        });
        Assert.DoesNotContain(ProcFs.ProcessesWith($"KUBEXIT_GRAVEYARD={graveyard.Path}"), ProcFs.IsAlive);
    }

    [Theory]
    [InlineData(Sig.Term, "TERM")]
    [InlineData(Sig.Int, "INT")]
    [InlineData(Sig.Hup, "HUP")]
    [InlineData(Sig.Usr2, "USR2")]
    [InlineData(35, "RTMIN+1")]
    public async Task Signal_ThatEndsTheChild_IsInTheExitCodeAndTheTombstone(int signal, string name)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.WrapCommand("app", ["cat"]);
        await graveyard.WaitFor("app", tombstone => tombstone.IsAlive);
        app.Signal(signal);
        await app.ExitsWith(128 + signal);
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((128 + signal, name), (tombstone.ExitCode, tombstone.Signal));
    }

    [Fact]
    public async Task Signal_TermFromOutside_IsTheReasonOfTheDeath()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWith(0));
        await app.Prints("ready");
        app.Signal(Sig.Term);
        await app.ExitsWith(0);
        Assert.Equal("Terminated", graveyard.Read("app")!.Reason);
    }
}
