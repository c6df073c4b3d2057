using System.Runtime.CompilerServices;
using Kubexit.Coordination;
using Kubexit.Dependencies;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Dependencies;

/// <summary>Readiness that an application's own source tells, however that source behaves.</summary>
public sealed class ReadinessFeedTests
{
    private readonly ManualLoop _loop = new();
    private readonly RecordingLogger _logger = new();

    [Fact]
    public async Task RunAsync_SourceFailsInUnforeseenWays_IsAskedAnewWithGrowingPauses()
    {
        using var scene = new TrackerScene(new CoordinatorOptions { BirthDependencies = [new("app")] }, isElsewhere: true);
        scene.Tracker.FirstLookDone();
        var source = new FailingSource(failures: 8);
        var feed = new ReadinessFeed(source, _loop, scene.Tracker, _logger, reason => Assert.Fail(reason));
        var start = _loop.Clock.GetUtcNow();
        var running = feed.RunAsync([new BirthDependency("app")], TestContext.Current.CancellationToken);
        while (!running.IsCompleted)
        {
            _loop.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }

        await running;
        _loop.Turn();
        Assert.Equal(9, source.Watches);
        Assert.InRange(_loop.Clock.GetUtcNow() - start, TimeSpan.FromSeconds(20), TimeSpan.FromHours(1));
        Assert.Contains("InvalidDataException: boom\\u001b[2J", _logger.Text);
        Assert.Equal(["births fulfilled"], scene.Said);
    }

    [Fact]
    public async Task RunAsync_SourceGivesUpInOurWords_IsFinal()
    {
        using var scene = new TrackerScene(new CoordinatorOptions { BirthDependencies = [new("app")] }, isElsewhere: true);
        var feed = new ReadinessFeed(
            new FailingSource(int.MaxValue, new NotStartedException("forbidden", DeathReason.BirthImpossible)), _loop, scene.Tracker,
            _logger, _ => { });
        await Assert.ThrowsAsync<NotStartedException>(
            () => feed.RunAsync([new BirthDependency("app")], TestContext.Current.CancellationToken));
    }

    private sealed class FailingSource(int failures, Exception? failure = null) : IReadinessSource
    {
        public int Watches { get; private set; }

        public async IAsyncEnumerable<ReadinessChange> WatchAsync(
            IReadOnlyCollection<BirthDependency> dependencies, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            if (Watches++ < failures) throw failure ?? new InvalidDataException("boom\u001b[2J");
            foreach (var dependency in dependencies) yield return ReadinessChange.Ready(dependency.Name);
        }
    }
}
