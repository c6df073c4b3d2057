using Kubexit.Graveyards;
using Kubexit.Platform;
using Microsoft.Extensions.Logging;

namespace Kubexit.Dependencies;

/// <summary>
/// Watches dependencies in the graveyard, in the cluster and, where readiness is told elsewhere, there: the one composition of observer,
/// tracker and feeds, for a coordinated run, for <c>kubexit wait</c> and for <see cref="DependencyWatcher"/>. On the event loop only.
/// </summary>
internal sealed class DependencyWatch : IDisposable
{
    private readonly DependencySet _dependencies;
    private readonly DependencyTracker _tracker;
    private readonly GraveyardObserver? _observer;
    private readonly ReadinessFeed? _feed;
    private readonly ObjectFeed? _objects;
    private bool _isDisposed;

    /// <param name="dependencies">Whom to watch.</param>
    /// <param name="store">The graveyard.</param>
    /// <param name="readiness">Where readiness is told instead of the graveyard; <see langword="null"/> for the graveyard.</param>
    /// <param name="objects">Looks at the objects of the cluster; needed when there are any.</param>
    /// <param name="previous">The tombstone of our own earlier life, if there was one.</param>
    /// <param name="loop">The loop everything happens on.</param>
    /// <param name="logger">For what must not be lost silently.</param>
    /// <param name="events">Receives what is found out.</param>
    /// <param name="own">Our own place in the graveyard, if we have one.</param>
    public DependencyWatch(
        DependencySet dependencies, IGraveyardStore store, IReadinessSource? readiness, IObjectSource? objects, Tombstone? previous,
        IEventLoop loop,
        ILogger logger, IDependencyEvents events, IOwnGrave? own = null)
    {
        _dependencies = dependencies;
        _tracker = new DependencyTracker(dependencies, birth => readiness?.Tells(birth) == true, previous, loop, logger, events);

        // A process that is not a member, and learns everything from another source, needs no graveyard.
        var isNeeded = own is not null || (_tracker.Names is { Count: > 0 } names
            && (readiness is null || dependencies.Deaths.Count > 0
                || !names.All(n => DependencyNames.Has(dependencies.Births, b => b.Name == n && readiness.Tells(b)))));
        if (isNeeded) _observer = new GraveyardObserver(store, loop, _tracker.Names, logger, look => _tracker.Observe(look), own);
        if (_tracker.Objects.Count > 0)
        {
            ArgumentNullException.ThrowIfNull(objects);
            _objects = new ObjectFeed(objects, loop, _tracker, logger, events.ReadinessFailed);
        }

        if (readiness is not null) _feed = new ReadinessFeed(readiness, loop, _tracker, logger, events.ReadinessFailed);
    }

    /// <summary>Whether every process to outlive has ended, or never was.</summary>
    public bool AllOutlivedHaveEnded => _tracker.AllOutlivedHaveEnded;

    /// <summary>For a person: what the births still wait for, and why.</summary>
    public string Pending
    {
        get
        {
            var pending = string.Join(", ", _tracker.Pending);
            return (pending, _feed?.LastDelay ?? _objects?.LastDelay) switch
            {
                ("", _) => "",
                (_, { } delay) => $"{pending}; {delay}",
                _ => pending,
            };
        }
    }

    /// <summary>Begins to watch, and looks at every name once.</summary>
    /// <exception cref="GraveyardException">The graveyard cannot be watched.</exception>
    public void Start()
    {
        _observer?.Start(_dependencies.RescanInterval);

        // The look may have ended the whole run.
        if (!_isDisposed) _tracker.FirstLookDone();
    }

    /// <summary>Follows the other source of readiness until every birth is decided. Beside the loop; at once where there is none.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task FollowReadinessAsync(CancellationToken cancellationToken) =>
        _feed?.RunAsync(_dependencies.Births, cancellationToken) ?? Task.CompletedTask;

    /// <summary>
    /// Follows the objects of the cluster until none of them matters any more. Beside the loop; at once where there is none.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task FollowObjectsAsync(CancellationToken cancellationToken) =>
        _objects?.RunAsync(_tracker.Objects, cancellationToken) ?? Task.CompletedTask;

    /// <summary>Looks at every name again, now.</summary>
    public void LookAgain() => _observer?.LookAgain();

    public void Dispose()
    {
        _isDisposed = true;
        _tracker.Dispose();
        _observer?.Dispose();
    }
}
