using Kubexit.Testing;

namespace Kubexit.Tests.Testing;

/// <summary>A played neighbour looks like a real process to everybody who looks.</summary>
public sealed class TestNeighbourTests : IDisposable
{
    private readonly TestGraveyard _graveyard = new();

    public void Dispose() => _graveyard.Dispose();

    [Fact]
    public void Neighbour_UntilItIsTold_IsAbsent()
    {
        _graveyard.Neighbour("db");
        Assert.Equal(Vitality.Absent, _graveyard.Read("db").Vitality);
    }

    [Fact]
    public void Life_StepByStep_IsOnDisk()
    {
        var db = _graveyard.Neighbour("db").Waiting();
        Assert.Equal((Vitality.Alive, null), (_graveyard.Read("db").Vitality, _graveyard.Read("db").Tombstone!.Born));
        Assert.NotNull(_graveyard.Read("db").Tombstone!.Waiting);
        db.Born();
        Assert.Equal((Vitality.Alive, null), (_graveyard.Read("db").Vitality, _graveyard.Read("db").Tombstone!.Ready));
        db.Ready();
        Assert.NotNull(_graveyard.Read("db").Tombstone!.Ready);
        db.Dies(3);
        var (vitality, tombstone) = (_graveyard.Read("db").Vitality, _graveyard.Read("db").Tombstone!);
        Assert.Equal((Vitality.Dead, 3, DeathReason.Exited), (vitality, tombstone.ExitCode, tombstone.Reason));
        Assert.True(tombstone.Waiting <= tombstone.Born && tombstone.Born <= tombstone.Ready && tombstone.Ready <= tombstone.Died);
    }

    [Fact]
    public void DiesBySignal_HasTheCodeOfTheSignal()
    {
        _graveyard.Neighbour("db").DiesBySignal(Signal.Kill);
        var tombstone = _graveyard.Read("db").Tombstone!;
        Assert.Equal((137, Signal.Kill, DeathReason.Signaled), (tombstone.ExitCode, tombstone.Signal, tombstone.Reason));
        Assert.NotNull(tombstone.Born);
    }

    [Fact]
    public void Vanishes_WithoutAWord_IsSeen()
    {
        _graveyard.Neighbour("db").Born().Vanishes();
        Assert.Equal((Vitality.Vanished, null), (_graveyard.Read("db").Vitality, _graveyard.Read("db").Tombstone!.Died));
    }

    [Fact]
    public void Born_AfterItsDeath_IsTheNextLife()
    {
        _graveyard.Neighbour("db").Dies();
        var first = _graveyard.Read("db").Tombstone!.Life;
        _graveyard.Neighbour("db").Born();
        Assert.Equal((Vitality.Alive, null), (_graveyard.Read("db").Vitality, _graveyard.Read("db").Tombstone!.Died));
        Assert.NotEqual(first, _graveyard.Read("db").Tombstone!.Life);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(256)]
    public void Dies_CodeThatIsNone_IsRefused(int exitCode) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _graveyard.Neighbour("db").Dies(exitCode));

    [Fact]
    public void DiesBySignal_SignalThatIsNone_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _graveyard.Neighbour("db").DiesBySignal(default));

    [Fact]
    public void Neighbour_NameThatIsNone_IsRefused() => Assert.Throws<ArgumentException>(() => _graveyard.Neighbour("../db"));

    [Fact]
    public void Dispose_NeighboursLive_NothingIsLeft()
    {
        var db = _graveyard.Neighbour("db").Born();
        _graveyard.Dispose();
        Assert.False(Directory.Exists(_graveyard.Path));
        Assert.Throws<ObjectDisposedException>(() => db.Dies());
        Assert.Throws<ObjectDisposedException>(() => _graveyard.Neighbour("job"));
        Assert.False(Directory.Exists(_graveyard.Path));
    }

    [Fact]
    public async Task WaitFor_IsCancelled_SaysSo()
    {
        using var cancellation = new CancellationTokenSource();
        var wait = _graveyard.WaitForAsync("app", _ => true, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }
}
