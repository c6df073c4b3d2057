using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli.Kernel;

/// <summary>The lock tells an owner from a reader, and where there are no locks everything else works.</summary>
public sealed class OwnerLockTests
{
    private const string SetLock = "1=37";

    [Theory]
    [InlineData("ENOLCK")]
    [InlineData("EOPNOTSUPP")]
    [InlineData("ENOSYS")]
    [InlineData("EINVAL")]
    [InlineData("EPERM")]
    public async Task Start_NoLocksHere_RunsSaysSoOnceAndIsNeverTakenForDead(string error)
    {
        Refusal.Require();
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Wrap("db", "exit 0").ExitsWith(0); // Leaves the lock file of an earlier life.
        var db = graveyard.Start(
            [.. Refusal.Of("fcntl", error, "--arg", SetLock), KubexitBinary.Path, "sh", "-c", Scripts.StopsWith(3)], ["KUBEXIT_NAME=db"]);
        await db.Prints("ready");
        await graveyard.WaitFor("db", tombstone => tombstone.Ready is not null);
        var app = graveyard.Wrap("app", Scripts.StopsWith(5), "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_RESCAN_INTERVAL=100ms");
        await app.Prints("ready");
        Assert.False(File.Exists(graveyard.FileOf(".db.alive")));
        await ToldStatus.Tells(graveyard, "db", "ready");
        db.Signal(Sig.Term);
        await db.ExitsWith(3);
        await app.ExitsWith(5);
        Assert.Single(db.Errors.Lines, line => line.Contains("Cannot lock"));
        Assert.Equal(3, graveyard.Read("db")!.ExitCode);
    }

    [Fact]
    public async Task WrapperKilled_NeighbourLocksForReading_DeathIsNoticedAllTheSame()
    {
        await using var graveyard = new TemporaryGraveyard();
        var db = graveyard.Wrap("db", Scripts.UntilTold);
        await graveyard.WaitFor("db", tombstone => tombstone.IsAlive);
        var app = graveyard.Wrap("app", Scripts.StopsWith(5), "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_RESCAN_INTERVAL=0");
        await app.Prints("ready");
        db.Signal(Sig.Kill);
        await db.Ended;
        using var reader = FileLock.ForReading(graveyard.FileOf(".db.alive"));
        await app.ExitsWith(5);
        await ToldStatus.Tells(graveyard, "db", "vanished");
    }

    [Fact]
    public async Task NextLife_NeighbourLocksForReading_IsNotKeptFromStarting()
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Wrap("app", "exit 4").ExitsWith(4);
        using var reader = FileLock.ForReading(graveyard.FileOf(".app.alive"));
        await graveyard.Wrap("app", "exit 5").ExitsWith(5);
        Assert.Equal(5, graveyard.Read("app")!.ExitCode);
    }
}
