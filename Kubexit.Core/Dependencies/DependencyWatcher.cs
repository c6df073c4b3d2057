using Kubexit.Graveyards;
using Kubexit.Kubernetes.Objects;
using Kubexit.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Dependencies;

/// <summary>Waits for births and deaths in a graveyard, and of objects of a cluster, without taking part in them.</summary>
/// <remarks>
/// Theory of operation. The graveyard is watched from construction until <see cref="Dispose"/> on the one background thread that all
/// graveyards of the process share. A birth is latched when it first comes true; of the deaths the first one counts. A process that is dead
/// when the watch begins counts as dead. A graveyard that does not exist is not created: it is waited for. All members are thread-safe;
/// cancelling a wait stops that wait only.
/// </remarks>
public sealed class DependencyWatcher : IDisposable
{
    private readonly IEventLoop _loop;
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _births = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DependencyDeath> _death = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DependencyWatch _watch;

    /// <summary>Begins to watch.</summary>
    /// <param name="graveyard">The graveyard.</param>
    /// <param name="births">What <see cref="WaitForBirthsAsync"/> waits for. Optional ones are skipped after 2 s without a claim to the
    /// name.</param>
    /// <param name="deaths">What <see cref="WaitForDeathAsync"/> waits for.</param>
    /// <param name="readiness">Where <see cref="BirthCondition.Ready"/> is told instead of the graveyard; <see langword="null"/> for the
    /// graveyard.</param>
    /// <param name="rescanInterval">How often everything is looked at again; <see langword="null"/> for 10 s, zero for never.</param>
    /// <param name="loggerFactory">Where warnings go; nowhere by default.</param>
    /// <param name="timeProvider">The clock of every time limit; the system's by default.</param>
    /// <exception cref="ArgumentException">A name is invalid or comes twice in a list.</exception>
    /// <exception cref="ConfigurationException">A name is that of an object, and there is no way to a cluster, or the object has no such
    /// condition.</exception>
    public DependencyWatcher(
        Graveyard graveyard,
        IReadOnlyList<BirthDependency> births,
        IReadOnlyList<DeathDependency> deaths,
        IReadinessSource? readiness = null,
        TimeSpan? rescanInterval = null,
        ILoggerFactory? loggerFactory = null,
        TimeProvider? timeProvider = null)
        : this(graveyard, births, deaths, readiness, rescanInterval, loggerFactory, ClockedLoop.Of(EventLoop.Shared, timeProvider),
            (set, source, logger) => ClusterObjects.Create(set, source, logger))
    {
    }

    internal DependencyWatcher(
        Graveyard graveyard,
        IReadOnlyList<BirthDependency> births,
        IReadOnlyList<DeathDependency> deaths,
        IReadinessSource? readiness,
        TimeSpan? rescanInterval,
        ILoggerFactory? loggerFactory,
        IEventLoop loop,
        Func<DependencySet, IReadinessSource?, ILogger, IObjectSource?>? createObjects = null)
    {
        ArgumentNullException.ThrowIfNull(graveyard);
        ArgumentNullException.ThrowIfNull(births);
        ArgumentNullException.ThrowIfNull(deaths);
        ThrowIfInvalid(DependencyNames.Of(births, b => b.Name), readiness is not null, nameof(births));
        ThrowIfInvalid(DependencyNames.Of(deaths, d => d.Name), allowsOwnKinds: false, nameof(deaths));
        _loop = loop;
        var logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Kubexit.Dependencies");
        var dependencies = new DependencySet { Births = births, Deaths = deaths };
        if (rescanInterval is { } interval) dependencies = dependencies with { RescanInterval = interval };
        _watch = new DependencyWatch(
            dependencies, graveyard.Store, readiness, createObjects?.Invoke(dependencies, readiness, logger), previous: null, loop, logger,
            new Events(this));
        loop.Post(Start);
        if (readiness is not null) _ = FollowAsync(_watch.FollowReadinessAsync);
        _ = FollowAsync(_watch.FollowObjectsAsync);
    }

    /// <summary>Waits until every birth dependency has come true; completes at once when there are none.</summary>
    /// <param name="cancellationToken">Ends this wait.</param>
    /// <exception cref="NotStartedException">A birth dependency can no longer come true.</exception>
    /// <exception cref="GraveyardException">The graveyard cannot be watched.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled, or the watcher was
    /// disposed.</exception>
    /// <exception cref="ObjectDisposedException">The watcher had been disposed before.</exception>
    /// <returns>A task that completes when all have come true.</returns>
    public Task WaitForBirthsAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_ending.IsCancellationRequested, this);
        return _births.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Waits for the first death of a death dependency; for ever when there are none.</summary>
    /// <param name="cancellationToken">Ends this wait.</param>
    /// <returns>The death.</returns>
    /// <exception cref="GraveyardException">The graveyard cannot be watched.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled, or the watcher was
    /// disposed.</exception>
    /// <exception cref="ObjectDisposedException">The watcher had been disposed before.</exception>
    public Task<DependencyDeath> WaitForDeathAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_ending.IsCancellationRequested, this);
        return _death.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends the watch and every wait.</summary>
    public void Dispose()
    {
        _ending.Cancel();
        _loop.Post(_watch.Dispose);
        _births.TrySetCanceled(_ending.Token);
        _death.TrySetCanceled(_ending.Token);
    }

    private void Start()
    {
        if (_ending.IsCancellationRequested) return;
        try
        {
            _watch.Start();
        }
        catch (GraveyardException e)
        {
            Fail(e);
        }
    }

    private async Task FollowAsync(Func<CancellationToken, Task> follow)
    {
        try
        {
            await follow(_ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // Disposed: the waits have been told.
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private void Fail(Exception e)
    {
        _births.TrySetException(e);
        _death.TrySetException(e);
    }

    private static void ThrowIfInvalid(IEnumerable<string> names, bool allowsOwnKinds, string parameter)
    {
        var seen = new HashSet<string>();
        foreach (var name in names)
        {
            if (DependencyName.ProblemWith(name, allowsOwnKinds) is { } problem)
                throw new ArgumentException($"Cannot use dependency name '{name}': {problem}.", parameter);
            if (!seen.Add(name)) throw new ArgumentException(
                $"'{name}' is in the list more than once. Keep one entry for each name.", parameter);
        }
    }

    private sealed class Events(DependencyWatcher watcher) : IDependencyEvents
    {
        public void BirthsFulfilled() => watcher._births.TrySetResult();

        public void BirthImpossible(string pending) => watcher._births.TrySetException(
            new NotStartedException($"Cannot wait any longer for {pending}: it can no longer happen.", DeathReason.BirthImpossible));

        public void ReadinessFailed(string reason) =>
            watcher._births.TrySetException(new NotStartedException(reason, DeathReason.BirthImpossible));

        public void DependencyDied(DependencyDeath death) => watcher._death.TrySetResult(death);

        public void Outlived()
        {
        }
    }
}
