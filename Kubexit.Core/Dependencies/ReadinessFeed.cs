using Kubexit.Graveyards;
using Kubexit.Platform;
using Microsoft.Extensions.Logging;

namespace Kubexit.Dependencies;

/// <summary>Brings what a readiness source tells to a tracker, on the event loop.</summary>
/// <param name="source">The source.</param>
/// <param name="loop">The loop.</param>
/// <param name="tracker">Is told who is ready and who does not exist.</param>
/// <param name="logger">For what keeps the source from telling.</param>
/// <param name="onImpossible">Called on the loop when somebody can never become ready, with a sentence for a person.</param>
internal sealed class ReadinessFeed(
    IReadinessSource source, IEventLoop loop, DependencyTracker tracker, ILogger logger, Action<string> onImpossible)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250), LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>The last thing that kept the source from telling; <see langword="null"/> when nothing did.</summary>
    public string? LastDelay { get; private set; }

    /// <summary>Runs until every dependency is decided. At once when the source tells of none of them.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task RunAsync(IEnumerable<BirthDependency> births, CancellationToken cancellationToken)
    {
        var dependencies = AwaitedReadiness.Of(source, births);
        if (dependencies.Count == 0) return;
        for (var pause = FirstPause; await TryFollowAsync(dependencies, cancellationToken).ConfigureAwait(false) is { } failure;)
        {
            loop.Post(() => Apply(ReadinessChange.Delayed(failure)));
            await Task.Delay(pause, loop.Time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <returns>
    /// What the source met that it did not think of; it is asked anew. <see langword="null"/> at its end. What Kubexit says itself is
    /// final.
    /// </returns>
    private async Task<string?> TryFollowAsync(IReadOnlyCollection<BirthDependency> dependencies, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in source.WatchAsync(dependencies, cancellationToken).ConfigureAwait(false))
            {
                loop.Post(() => Apply(change));
            }

            return null;
        }
        catch (Exception e) when (e is not KubexitException && !cancellationToken.IsCancellationRequested)
        {
            return PrintableText.Shortened($"{e.GetType().Name}: {e.Message}");
        }
    }

    private void Apply(ReadinessChange change)
    {
        switch (change)
        {
            case ReadinessChange.IsReady ready:
                tracker.Ready(ready.Name);
                break;
            case ReadinessChange.IsAbsent absent:
                tracker.Absent(absent.Name);
                break;
            case ReadinessChange.IsImpossible impossible:
                onImpossible(impossible.Reason);
                break;
            case ReadinessChange.IsDelayed delayed:
                LastDelay = delayed.Reason;
                DependencyLog.ReadinessDelayed(logger, delayed.Reason);
                break;
        }
    }
}
