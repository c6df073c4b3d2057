using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>A child is not started before its birth dependencies are as asked, and not at all when the wait ends otherwise.</summary>
public sealed class BirthWaitTests
{
    private const string Start = "echo started";

    [Theory]
    [InlineData(Sig.Term)]
    [InlineData(Sig.Int)]
    [InlineData(Sig.Hup)]
    [InlineData(Sig.Quit)]
    public async Task B03_TermWhileWaitingForBirths_ChildIsNotStarted(int signal)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Start, "KUBEXIT_BIRTH_DEPS=db");
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        app.Signal(signal);
        await app.ExitsWith(128 + signal);
        AssertNeverStarted(graveyard, app, 128 + signal, "Terminated");
    }

    [Theory]
    [InlineData(Sig.Winch)]
    [InlineData(Sig.Chld)]
    [InlineData(Sig.Cont)]
    public async Task BirthWait_SignalThatAsksForNothing_DoesNotEndIt(int signal)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Start, "KUBEXIT_BIRTH_DEPS=db:born");
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        app.Signal(signal);
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Alive);
        await app.ExitsWith(0);
        Assert.Equal(["started"], app.Output.Lines);
    }

    [Fact]
    public async Task B05_BirthTimeout_DeathIsRecordedWithItsReasonAndExitCodeIs124()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Start, "KUBEXIT_BIRTH_DEPS=db,cache:born", "KUBEXIT_BIRTH_TIMEOUT=300ms");
        graveyard.WriteLikeOriginal("cache", OriginalTombstone.Alive);
        await app.ExitsWith(124);
        AssertNeverStarted(graveyard, app, 124, "BirthTimeout");
        await app.Says("'db'");
    }

    [Fact]
    public async Task BirthTimeout_OfZero_MeansNoLimit()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Start, "KUBEXIT_BIRTH_DEPS=db:born", "KUBEXIT_BIRTH_TIMEOUT=0");
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Alive);
        await app.ExitsWith(0);
        Assert.Equal(["started"], app.Output.Lines);
    }

    [Theory]
    [InlineData("db:born", null)]
    [InlineData("db:died", 3)]
    [InlineData("db:succeeded", 0)]
    public async Task BirthCondition_ThatBecomesTrue_StartsTheChild(string dependency, int? exitCode)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Start, $"KUBEXIT_BIRTH_DEPS={dependency}");
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        if (exitCode is not null) graveyard.WriteLikeOriginal("db", OriginalTombstone.Alive);
        graveyard.WriteLikeOriginal("db", exitCode is { } code ? OriginalTombstone.Dead(code) : OriginalTombstone.Alive);
        await app.ExitsWith(0);
        Assert.Equal(["started"], app.Output.Lines);
    }

    [Fact]
    public async Task BirthCondition_ThatCanNoLongerBecomeTrue_FailsAtOnce()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Start, "KUBEXIT_BIRTH_DEPS=migration:succeeded", "KUBEXIT_BIRTH_TIMEOUT=0");
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        await graveyard.Wrap("migration", "exit 4").ExitsWith(4);
        await app.ExitsWith(124);
        AssertNeverStarted(graveyard, app, 124, "BirthImpossible");
        await app.Says("'migration'");
    }

    [Fact]
    public async Task BirthDependency_WrapperWithoutAProbe_IsReadyWhenBorn()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Start, "KUBEXIT_BIRTH_DEPS=db");
        graveyard.Wrap("db", Scripts.UntilTold);
        await app.ExitsWith(0);
        Assert.True(graveyard.Read("app")!.Born >= graveyard.Read("db")!.Ready);
    }

    [Fact]
    public async Task BirthDependency_BornButNotReady_IsWaitedFor()
    {
        await using var graveyard = new TemporaryGraveyard();
        var file = Path.Combine(graveyard.Folder, "is-ready");
        graveyard.Wrap("db", Scripts.UntilTold, $"KUBEXIT_READINESS_FILE={file}", "KUBEXIT_READINESS_PERIOD=20ms");
        var app = graveyard.Wrap("app", Start, "KUBEXIT_BIRTH_DEPS=db");
        await graveyard.WaitFor("db", tombstone => tombstone.IsAlive);
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        Assert.Null(graveyard.Read("db")!.Ready);
        File.WriteAllText(file, "");
        await app.ExitsWith(0);
        Assert.True(graveyard.Read("app")!.Born >= graveyard.Read("db")!.Ready);
    }

    [Fact]
    public async Task BirthDependencies_OfSeveralNames_AreAllNeeded()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Start, "KUBEXIT_BIRTH_DEPS=a, b ,c");
        graveyard.Wrap("a", Scripts.UntilTold);
        graveyard.Wrap("b", Scripts.UntilTold);
        await graveyard.WaitFor("a", tombstone => tombstone.Ready is not null);
        await graveyard.WaitFor("b", tombstone => tombstone.Ready is not null);
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null && tombstone.Born is null);
        graveyard.Wrap("c", Scripts.UntilTold);
        await app.ExitsWith(0);
        Assert.True(graveyard.Read("app")!.Born >= graveyard.Read("c")!.Ready);
    }

    /// <summary>That a was seen ready before it changed again is known from what is said about later changes, of c and then of d.</summary>
    [Fact]
    public async Task B20_ReadinessThatFlaps_IsLatchedForEachDependency()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Start, "KUBEXIT_BIRTH_DEPS=a,b,c,d");
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        var ready = OriginalTombstone.Alive + OriginalTombstone.ReadyLine;
        graveyard.WriteAtomically("a", ready);
        foreach (var name in new[] { "c", "d" })
        {
            graveyard.WriteAtomically(name, "not: [a tombstone");
            await app.Says($"'{name}' cannot be read");
        }

        graveyard.WriteAtomically("a", OriginalTombstone.Alive);
        foreach (var name in new[] { "b", "c", "d" }) graveyard.WriteAtomically(name, ready);
        await app.ExitsWith(0);
        Assert.Equal(["started"], app.Output.Lines);
    }

    [Fact]
    public async Task OptionalDependency_ThatNobodyClaims_IsSkipped()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Start, "KUBEXIT_BIRTH_DEPS=db?", "KUBEXIT_OPTIONAL_GRACE=100ms", "KUBEXIT_BIRTH_TIMEOUT=0");
        await app.ExitsWith(0);
        Assert.Equal(["started"], app.Output.Lines);
    }

    [Fact]
    public async Task OptionalDependency_ThatIsClaimed_IsWaitedForBeyondTheGrace()
    {
        await using var graveyard = new TemporaryGraveyard();
        var file = Path.Combine(graveyard.Folder, "is-ready");
        graveyard.Wrap("db", Scripts.UntilTold, $"KUBEXIT_READINESS_FILE={file}", "KUBEXIT_READINESS_PERIOD=20ms");
        await graveyard.WaitFor("db", tombstone => tombstone.IsAlive);
        var app = graveyard.Wrap("app", Start, "KUBEXIT_BIRTH_DEPS=db?", "KUBEXIT_OPTIONAL_GRACE=1ms");
        var waiting = await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        await Limit.Until(() => DateTimeOffset.UtcNow - waiting.Waiting > TimeSpan.FromMilliseconds(200), () => "");
        Assert.Null(graveyard.Read("app")!.Born);
        File.WriteAllText(file, "");
        await app.ExitsWith(0);
    }

    private static void AssertNeverStarted(TemporaryGraveyard graveyard, WrappedProcess app, int code, string reason)
    {
        Assert.Empty(app.Output.Lines);
        var tombstone = graveyard.Read("app")!;
        Assert.Null(tombstone.Born);
        Assert.NotNull(tombstone.Died);
        Assert.Equal((code, reason), (tombstone.ExitCode, tombstone.Reason));
    }
}
