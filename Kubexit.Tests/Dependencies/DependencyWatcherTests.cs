using Kubexit.Dependencies;
using Kubexit.Tests.Fakes;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Dependencies;

/// <summary>The public class on the real loop, with real files.</summary>
public sealed class DependencyWatcherTests
{
    [Fact]
    public async Task WaitForBirthsAsync_GraveyardIsMissing_IsAwaitedAndNotCreated()
    {
        await using var place = new TemporaryGraveyard();
        var path = Path.Combine(place.Path, "later");
        using var watcher = new DependencyWatcher(new Graveyard(path), [new("db")], []);
        var births = watcher.WaitForBirthsAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            using var moment = new CancellationTokenSource(TimeSpan.FromMilliseconds(1));
            await watcher.WaitForBirthsAsync(moment.Token);
        });
        Assert.False(Directory.Exists(path));
        new Graveyard(path).Carve("db", new Tombstone { Born = Looks.Noon, Ready = Looks.Noon });
        await births.WaitAsync(Limit.Generous);
    }

    [Fact]
    public async Task Dispose_WaitsUnderWayAreCancelled_LaterOnesAreRefused()
    {
        await using var place = new TemporaryGraveyard();
        var watcher = new DependencyWatcher(new Graveyard(place.Path), [new("db")], [new("job")]);
        var births = watcher.WaitForBirthsAsync();
        watcher.Dispose();
        watcher.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => births);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => watcher.WaitForBirthsAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => watcher.WaitForDeathAsync());
    }

    [Fact]
    public async Task WaitForBirthsAsync_ClockOfTheCaller_DecidesWhenAnOptionalOneIsSkipped()
    {
        await using var place = new TemporaryGraveyard();
        var time = new ManualTimeProvider();
        using var watcher = new DependencyWatcher(
            new Graveyard(place.Path), [new("db", IsOptional: true)], [], rescanInterval: TimeSpan.Zero, timeProvider: time);
        await time.WaitForTimersAsync(1);
        var births = watcher.WaitForBirthsAsync();
        Assert.False(births.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        await births.WaitAsync(Limit.Generous);
    }
}
