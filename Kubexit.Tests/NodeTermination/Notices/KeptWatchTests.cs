using Kubexit.NodeTermination;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.NodeTermination;

public sealed class KeptWatchTests
{
    [Fact]
    public async Task RunAsync_WatchThrowsWhatNobodyThoughtOf_BeginsAnewWithGrowingPauses()
    {
        var clock = new ManualTimeProvider();
        var sink = new RecordingSink();
        var watches = 0;
        var kept = KeptWatch.RunAsync(
            "key", () => ++watches < 8 ? throw new InvalidDataException("boom") : Task.CompletedTask, sink, clock, CancellationToken.None);
        var seconds = 0;
        for (; !kept.IsCompleted; seconds++) clock.Advance(TimeSpan.FromSeconds(1));
        await kept;
        Assert.Equal(8, watches);
        Assert.InRange(seconds, 60, 200);
    }

    [Fact]
    public async Task RunAsync_Cancelled_EndsAsCancelled()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => KeptWatch.RunAsync("key", () => Task.FromCanceled(stop.Token), new RecordingSink(), TimeProvider.System, stop.Token));
    }
}
