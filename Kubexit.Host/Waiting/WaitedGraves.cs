using Kubexit.Coordination;
using Kubexit.Dependencies;
using Kubexit.Graveyards;
using Kubexit.Platform;
using Microsoft.Extensions.Logging;

namespace Kubexit.Host;

/// <summary>What is awaited of neighbours: watched in the graveyard and, for readiness, at the API server. On the event loop only.</summary>
internal sealed class WaitedGraves : IDisposable
{
    private readonly CoordinatorOptions _options;
    private readonly IGraveyardStore _store;
    private readonly DependencyTracker _tracker;
    private readonly GraveyardObserver? _observer;
    private readonly ReadinessFeed? _feed;

    public WaitedGraves(
        CoordinatorOptions options, IEventLoop loop, IReadinessSource? readiness, ILogger logger, IDependencyEvents events, Action<string> onUnreadable)
    {
        _options = options;
        _store = PlatformServices.CreateGraveyardStore(options.GraveyardPath);
        _tracker = new DependencyTracker(options, readiness is not null, previous: null, loop, logger, events);

        // Where the API server tells everything, there need not be a graveyard.
        var isNeeded = readiness is null || options.BirthDependencies.Any(d => d.Condition != BirthCondition.Ready);
        if (isNeeded) _observer = new GraveyardObserver(_store, loop, _tracker.Names, logger, _tracker.Observe);
        if (readiness is not null) _feed = new ReadinessFeed(readiness, loop, _tracker, logger, onUnreadable);
    }

    /// <summary>For a person: what is still awaited, and why.</summary>
    public IEnumerable<string> Pending => [.. _tracker.Pending.Select((p, i) => i == 0 && _feed?.LastDelay is { } delay ? $"{p}; {delay}" : p)];

    /// <param name="run">Starts what runs beside the loop.</param>
    /// <exception cref="GraveyardException">The graveyard cannot be used.</exception>
    public void Start(Action<Func<CancellationToken, Task>> run)
    {
        if (_observer is not null)
        {
            _store.EnsureExists();
            _observer.Start(_options.RescanInterval);
        }

        _tracker.FirstLookDone();
        if (_feed is not null) run(token => _feed.RunAsync(_options.BirthDependencies, token));
    }

    public void Dispose()
    {
        _tracker.Dispose();
        _observer?.Dispose();
    }
}
