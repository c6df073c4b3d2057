using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>When a death dependency dies the child is asked to stop, or is not started.</summary>
public sealed class DeathDependencyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DeathDependency_Dies_ChildIsAskedToStop(bool atomically)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWith(5), "KUBEXIT_DEATH_DEPS=db");
        await app.Prints("ready");
        Action<string, string> write = atomically ? graveyard.WriteAtomically : graveyard.WriteLikeOriginal;
        write("db", OriginalTombstone.Alive);
        write("db", OriginalTombstone.Dead());
        await app.ExitsWith(5);
        Assert.Equal(["ready", "stopping"], app.Output.Lines);
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((5, null, "DependencyDied"), (tombstone.ExitCode, tombstone.Signal, tombstone.Reason));
        await app.Says("'db'");
    }

    [Fact]
    public async Task DeathDependency_DiesUnderItsOwnWrapper_ChildIsAskedToStop()
    {
        await using var graveyard = new TemporaryGraveyard();
        var sidecar = graveyard.Wrap("sidecar", Scripts.UntilTold, "KUBEXIT_DEATH_DEPS=job");
        await graveyard.WaitFor("sidecar", tombstone => tombstone.IsAlive);
        await graveyard.Wrap("job", "exit 3").ExitsWith(3);
        await sidecar.ExitsWith(143);
        var tombstone = graveyard.Read("sidecar")!;
        Assert.Equal((143, "TERM", "DependencyDied"), (tombstone.ExitCode, tombstone.Signal, tombstone.Reason));
        Assert.Contains("job", tombstone.Text, StringComparison.Ordinal);

        // The log tells the cause before the effect, although the signal is the first thing that is done.
        Assert.Equal(["kubexit: 'job' died (exit code 3): stopping", "kubexit: sent TERM; grace period 30s"],
            sidecar.Errors.Lines.Where(line => line.Contains("stopping", StringComparison.Ordinal)
                || line.Contains("sent", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task B01_DependencyDeadBeforeWeStart_IsHonoured()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        var app = graveyard.Wrap("app", "echo started; " + Scripts.UntilTold, "KUBEXIT_DEATH_DEPS=db");
        await app.ExitsWith(143);
        Assert.Empty(app.Output.Lines);
        Assert.Equal("DependencyDied", graveyard.Read("app")!.Reason);
        Assert.Null(graveyard.Read("app")!.Born);
    }

    [Theory]
    [InlineData("child", 143)]
    [InlineData("zero", 0)]
    [InlineData("dependency", 9)]
    public async Task B02_DeathWhileWaitingForBirths_ChildIsNotStarted(string exitCode, int expected)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap(
            "app", "echo started", "KUBEXIT_BIRTH_DEPS=db", "KUBEXIT_DEATH_DEPS=job", $"KUBEXIT_DEATH_EXIT_CODE={exitCode}");
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        graveyard.WriteLikeOriginal("job", OriginalTombstone.Dead(9));
        await app.ExitsWith(expected);
        Assert.Empty(app.Output.Lines);
        var tombstone = graveyard.Read("app")!;
        Assert.Null(tombstone.Born);
        Assert.Equal((143, "DependencyDied"), (tombstone.ExitCode, tombstone.Reason));
    }

    [Fact]
    public async Task B22_OneDeathWrittenManyTimes_IsOneStop()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWhenTold(0), "KUBEXIT_DEATH_DEPS=a,b");
        await app.Prints("ready");
        var dead = OriginalTombstone.Dead();
        for (var i = 0; i < 20; i++) graveyard.WriteLikeOriginal("a", dead);
        graveyard.WriteLikeOriginal("b", OriginalTombstone.Dead());
        await app.Prints("stopping");
        for (var i = 0; i < 20; i++) graveyard.WriteLikeOriginal("a", dead);
        app.WriteLine("");
        await app.ExitsWith(0);
        Assert.Equal(["ready", "stopping"], app.Output.Lines);
        Assert.DoesNotContain("error", app.Errors.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("db:failed", 3)]
    [InlineData("db:succeeded", 0)]
    [InlineData("db:died", 3)]
    public async Task DeathCondition_ThatIsMet_StopsTheChild(string dependency, int exitCode)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWith(0), $"KUBEXIT_DEATH_DEPS={dependency}");
        await app.Prints("ready");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead(exitCode));
        await app.ExitsWith(0);
        Assert.Equal("DependencyDied", graveyard.Read("app")!.Reason);
    }

    [Theory]
    [InlineData("db:failed", 0)]
    [InlineData("db:succeeded", 1)]
    public async Task DeathCondition_ThatIsNotMet_LeavesTheChildAlone(string dependency, int exitCode)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWith(0), $"KUBEXIT_DEATH_DEPS={dependency},last");
        await app.Prints("ready");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead(exitCode));
        graveyard.WriteLikeOriginal("last", OriginalTombstone.Dead());
        await app.ExitsWith(0);
        var tombstone = graveyard.Read("app")!;
        Assert.Matches("(?m)^ +\"?last\"?:", tombstone.Text);
        Assert.DoesNotMatch("(?m)^ +\"?db\"?:", tombstone.Text);
    }

    [Fact]
    public async Task DeathDependency_NeverSeen_DoesNotHoldBackTheChild()
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Wrap("app", "exit 6", "KUBEXIT_DEATH_DEPS=nobody").ExitsWith(6);
    }

    [Fact]
    public async Task DeathDependency_OnlyAlive_DoesNotStopTheChild()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Alive);
        var app = graveyard.Wrap("app", "echo ready; read code; exit $code", "KUBEXIT_DEATH_DEPS=db");
        await app.Prints("ready");
        for (var i = 0; i < 10; i++) graveyard.WriteLikeOriginal("db", OriginalTombstone.Alive);
        app.WriteLine("8");
        await app.ExitsWith(8);
        Assert.Equal("Exited", graveyard.Read("app")!.Reason);
    }
}
