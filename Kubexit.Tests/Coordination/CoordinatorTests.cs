using Kubexit.Coordination;
using Kubexit.Dependencies;
using Kubexit.Supervision;
using Kubexit.Tests.Fakes;
using Kubexit.Tests.Infrastructure;
using Moq;

namespace Kubexit.Tests.Coordination;

/// <summary>The public class on the real loop, with real files and processes.</summary>
public sealed class CoordinatorTests
{
    [Fact]
    public async Task RequestStop_BeforeRun_EndsUnstartedAndIsRecorded()
    {
        await using var graveyard = new TemporaryGraveyard();
        var coordinator = Create(graveyard);
        coordinator.RequestStop();
        coordinator.RequestStop();
        AssertEndedUnstarted(await coordinator.RunAsync().WaitAsync(Limit.Generous), graveyard);
    }

    [Fact]
    public async Task RunAsync_TokenCancelledBefore_EndsUnstartedAndIsRecorded()
    {
        await using var graveyard = new TemporaryGraveyard();
        AssertEndedUnstarted(await Create(graveyard).RunAsync(new CancellationToken(canceled: true)).WaitAsync(Limit.Generous), graveyard);
    }

    [Fact]
    public async Task RunAsync_TokenCancelledWhileTheChildRuns_StopsItInOrder()
    {
        await using var graveyard = new TemporaryGraveyard();
        using var stop = new CancellationTokenSource();
        var run = Create(graveyard).RunAsync(stop.Token);
        await Limit.Until(() => graveyard.Read("app") is { IsAlive: true } born ? born : null, () => "It was not born.");
        await stop.CancelAsync();
        var result = await run.WaitAsync(Limit.Generous);
        Assert.Equal((DeathReason.Terminated, ChildExit.Signaled(Signal.Term)), (result.Reason, result.Child));
    }

    [Fact]
    public async Task RunAsync_Twice_IsRefused()
    {
        await using var graveyard = new TemporaryGraveyard();
        var coordinator = Create(graveyard);
        coordinator.RequestStop();
        await coordinator.RunAsync().WaitAsync(Limit.Generous);
        await Assert.ThrowsAsync<InvalidOperationException>(() => coordinator.RunAsync());
        coordinator.RequestStop();
    }

    [Fact]
    public async Task RunAsync_ClockOfTheCaller_DecidesWhenTheBirthTimeoutIsOver()
    {
        await using var graveyard = new TemporaryGraveyard();
        var time = new ManualTimeProvider();
        var run = new Coordinator(
            new() { Name = "app", GraveyardPath = graveyard.Path, BirthDependencies = [new("db")], BirthTimeout = TimeSpan.FromHours(3) },
            new ChildStartInfo { Command = ["true"] }, timeProvider: time).RunAsync();
        await time.WaitForTimersAsync(3); // Birth timeout, progress, rescan.
        time.Advance(TimeSpan.FromHours(3));
        var result = await run.WaitAsync(Limit.Generous);
        Assert.Equal((DeathReason.BirthTimeout, 124), (result.Reason, result.ExitCode));
        Assert.Contains("waited 3h0m0s (BirthTimeout) for 'db'", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SourceOfTheCaller_IsAskedOnceForWhatAwaitsReadiness()
    {
        await using var graveyard = new TemporaryGraveyard();
        var source = new Mock<IReadinessSource>(MockBehavior.Strict);
        source.Setup(s => s.Tells(It.IsAny<BirthDependency>())).CallBase();
        source.Setup(s => s.WatchAsync(new[] { new BirthDependency("db") }, It.IsAny<CancellationToken>()))
            .Returns(new[] { ReadinessChange.Ready("db") }.ToAsyncEnumerable());
        var result = await new Coordinator(
            new()
            {
                Name = "app",
                GraveyardPath = graveyard.Path,
                BirthDependencies = [new("db"), new("job", BirthCondition.Succeeded, IsOptional: true)],
                OptionalGrace = TimeSpan.Zero
            },
            new ChildStartInfo { Command = ["true"] }, source.Object).RunAsync().WaitAsync(Limit.Generous);
        Assert.Equal(ChildExit.Exited(0), result.Child);
        source.VerifyAll();
        source.VerifyNoOtherCalls();
    }

    private static Coordinator Create(TemporaryGraveyard graveyard) =>
        new(new() { Name = "app", GraveyardPath = graveyard.Path }, new ChildStartInfo { Command = ["sleep", "1000"] });

    private static void AssertEndedUnstarted(CoordinatorResult result, TemporaryGraveyard graveyard)
    {
        Assert.Equal((DeathReason.Terminated, 143, null), (result.Reason, result.ExitCode, result.Child));
        Assert.Equal(("Terminated", 143, null),
            (graveyard.Read("app")!.Reason, graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Born));
    }
}
