using System.Diagnostics;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>A wrapper that is killed records nothing; its lock tells all the same.</summary>
public sealed class VanishedWrapperTests
{
    [Fact]
    public async Task B15_WrapperKilled_DependentStopsWithoutWaitingForARescan()
    {
        await using var graveyard = new TemporaryGraveyard();
        var db = graveyard.Wrap("db", Scripts.UntilTold);
        var app = graveyard.Wrap("app", Scripts.StopsWith(5), "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_RESCAN_INTERVAL=0");
        await app.Prints("ready");
        await graveyard.WaitFor("db", tombstone => tombstone.IsAlive);
        db.Signal(Sig.Kill);
        await app.ExitsWith(5);
        Assert.Equal("DependencyDied", graveyard.Read("app")!.Reason);
    }

    [Fact]
    public async Task B15_WrapperKilledLongAgo_IsFoundDeadByALaterStart()
    {
        await using var graveyard = new TemporaryGraveyard();
        var db = graveyard.Wrap("db", Scripts.UntilTold);
        await graveyard.WaitFor("db", tombstone => tombstone.IsAlive);
        db.Signal(Sig.Kill);
        await db.Ended;
        var app = graveyard.Wrap("app", "echo started", "KUBEXIT_DEATH_DEPS=db:failed");
        await app.ExitsWith(143);
        Assert.Empty(app.Output.Lines);
    }

    [Fact]
    public async Task Vanished_BirthConditionDied_IsMet()
    {
        await using var graveyard = new TemporaryGraveyard();
        var db = graveyard.Wrap("db", Scripts.UntilTold);
        var app = graveyard.Wrap("app", "echo started", "KUBEXIT_BIRTH_DEPS=db:died");
        await graveyard.WaitFor("db", tombstone => tombstone.IsAlive);
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        db.Signal(Sig.Kill);
        await app.ExitsWith(0);
        Assert.Equal(["started"], app.Output.Lines);
    }

    [Fact]
    public async Task Vanished_BirthConditionSucceeded_CanNoLongerBeMet()
    {
        await using var graveyard = new TemporaryGraveyard();
        var db = graveyard.Wrap("db", Scripts.UntilTold);
        var app = graveyard.Wrap("app", "echo started", "KUBEXIT_BIRTH_DEPS=db:succeeded", "KUBEXIT_BIRTH_TIMEOUT=0");
        await graveyard.WaitFor("db", tombstone => tombstone.IsAlive);
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        db.Signal(Sig.Kill);
        await app.ExitsWith(124);
        Assert.Equal("BirthImpossible", graveyard.Read("app")!.Reason);
    }

    /// <summary>The original takes no lock: that nobody holds one says nothing about it.</summary>
    [Fact]
    public async Task OriginalsTombstone_WithoutALockFile_IsNeverJudgedSo()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Alive);
        var app = graveyard.Wrap("app", "echo ready; read code; exit $code", "KUBEXIT_DEATH_DEPS=db");
        await app.Prints("ready");
        app.WriteLine("8");
        await app.ExitsWith(8);
        Assert.Equal("Exited", graveyard.Read("app")!.Reason);
    }

    /// <summary>
    /// A batch of victims is killed, each at a random moment between its start and well after its birth, some of them while they stop. One
    /// dependent waits for the death of them all, and some of the victims have one that must stop. A victim that had not even
    /// got its lock has never been there; it is started again and killed again, as its container would be.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task B15_WrapperKilledAtRandomMoments_NeverLeavesADependentWaiting(int seed)
    {
        const int batches = 2, victims = 10;
        var random = new Random(seed);
        for (var batch = 0; batch < batches; batch++)
        {
            await using var graveyard = new TemporaryGraveyard();
            var names = Enumerable.Range(1, victims).Select(i => $"victim-{i}").ToList();
            var starter = graveyard.Wrap(
                "starter", "echo started", $"KUBEXIT_BIRTH_DEPS={string.Join(',', names.Select(name => name + ":died"))}",
                "KUBEXIT_BIRTH_TIMEOUT=0");
            var stoppers = names.Take(2).Select(
                name => graveyard.Wrap($"stopper-of-{name}", Scripts.UntilTold, $"KUBEXIT_DEATH_DEPS={name}")).ToList();
            await graveyard.WaitFor("starter", tombstone => tombstone.Waiting is not null);
            await Parallel.ForEachAsync(
                names, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (name, _) =>
                    await KillAtARandomMoment(graveyard, name, random));
            var last = Stopwatch.StartNew();
            await starter.ExitsWith(0);
            foreach (var stopper in stoppers) await stopper.ExitsWith(143);
            Assert.True(last.Elapsed < TimeSpan.FromSeconds(12), $"Noticed only after {last.Elapsed}.");
        }
    }

    private static async Task KillAtARandomMoment(TemporaryGraveyard graveyard, string name, Random random)
    {
        int delay;
        bool isStopping;
        lock (random) (delay, isStopping) = (random.Next(400), random.Next(3) == 0);
        var victim = graveyard.Wrap(name, Scripts.IgnoresTerm, "KUBEXIT_GRACE_PERIOD=30s");
        if (isStopping)
        {
            await victim.Prints("ready");
            victim.Signal(Sig.Term);
            delay /= 20;
        }

        var clock = Stopwatch.StartNew();
        await Limit.Until(() => clock.ElapsedMilliseconds >= delay, () => "");
        victim.Signal(Sig.Kill);
        await victim.Ended;
        if (!File.Exists(graveyard.FileOf($".{name}.alive"))) await KillAtARandomMoment(graveyard, name, random);
    }
}
