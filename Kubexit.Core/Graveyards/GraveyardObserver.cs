using System.Text;
using Kubexit.Configuration;
using Kubexit.Platform;
using Microsoft.Extensions.Logging;

namespace Kubexit.Graveyards;

/// <summary>
/// Keeps looking at some names of a graveyard (or at all of them) and reports what it sees: first everything as it is, then each name
/// again when something may have changed. On the event loop only.
/// </summary>
/// <remarks>
/// Theory of operation. The files are the truth; a hint of the directory watch says only where to look. Hints get lost (a full
/// queue, a directory replaced, a file system without inotify), so everything is looked at again every rescan interval. Where there is no
/// watch to be had at all (128 inotify instances for each user of a node), that is every half second, and each time a watch is asked for. A
/// lock is released an instant after the event of its closing: a name that still looks alive after that event is looked at again a few
/// times.
/// </remarks>
internal sealed class GraveyardObserver : IGraveyardEvents, IDisposable
{
    private static readonly TimeSpan RewatchPeriod = TimeSpan.FromMilliseconds(250);

    /// <summary>Without a watch: what a dependent may learn late. A look costs some 10 us a name.</summary>
    private static readonly TimeSpan UnwatchedPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan[] LockRechecks =
        Array.ConvertAll([1, 2, 5, 10, 20, 50, 100, 200], ms => TimeSpan.FromMilliseconds(ms));

    private readonly IGraveyardStore _store;
    private readonly IEventLoop _loop;
    private readonly ILogger _logger;
    private readonly Action<TombstoneObservation> _onObserved;
    private readonly IOwnGrave? _own;
    private readonly byte[] _ownUtf8;
    private readonly WarningRate _rate;
    private readonly FollowedName[]? _names;
    private readonly HashSet<string> _warned = [];

    /// <summary>When all names are looked at.</summary>
    private readonly GraveyardCensus? _census;
    private ITimer? _rescanTimer;
    private ITimer? _rewatchTimer;
    private ITimer? _unwatchedTimer;
    private ITimer? _retryTimer;
    private IDisposable? _watch;
    private bool _isListProblemSaid;
    private bool _isGoneSaid;
    private bool _disposed;

    /// <param name="store">The graveyard.</param>
    /// <param name="loop">The loop everything happens on.</param>
    /// <param name="names">The names to look at; <see langword="null"/> for all.</param>
    /// <param name="logger">For what must not be lost silently.</param>
    /// <param name="onObserved">Receives every look at a name, changed or not; of all names only what has changed.</param>
    /// <param name="own">This process's own place there, if it has one: put right before anything else is looked at.</param>
    public GraveyardObserver(
        IGraveyardStore store, IEventLoop loop, IEnumerable<string>? names, ILogger logger, Action<TombstoneObservation> onObserved,
        IOwnGrave? own = null)
    {
        _store = store;
        _loop = loop;
        _logger = logger;
        _onObserved = onObserved;
        _own = own;
        _ownUtf8 = own is null ? [] : Encoding.UTF8.GetBytes(own.Name);
        _rate = new WarningRate(loop.Time);
        if (names is null) _census = new GraveyardCensus(store, loop.Time);
        else _names = Array.ConvertAll([.. names], n => new FollowedName(n));
    }

    /// <summary>Arms the watch, then looks at everything once, then waits for hints.</summary>
    /// <param name="rescanInterval">How often to look at everything again; zero for never, as long as there is a watch.</param>
    /// <exception cref="GraveyardException">There is no graveyard and there can be none.</exception>
    public void Start(TimeSpan rescanInterval)
    {
        _store.ThrowIfImpossible();
        if (!_store.Exists) AwaitDirectory();
        else if (!TryWatch(out var problem)) LookOften(problem);

        LookAtAll();
        if (rescanInterval > TimeSpan.Zero && !_disposed)
            _rescanTimer = _loop.Time.CreateTimer(_ => Rescan(), null, rescanInterval, rescanInterval);
    }

    public void Changed(ReadOnlySpan<byte> fileName)
    {
        var owner = GraveyardFileNames.OwnerOf(fileName, out var isLock);
        if (_own is not null && owner.SequenceEqual(_ownUtf8)) _own.Check();
        if (owner.IsEmpty || LookAt(owner, asksLock: isLock) is not { } observation) return;
        if (isLock && !observation.IsDead) Recheck(observation.Name, 0);
    }

    public void Lost()
    {
        GraveyardLog.HintsLost(_logger);
        _own?.Check();
        TryLookAtAll();
    }

    /// <summary>Looks at everything at once, for whom a hint that is still on its way would come too late.</summary>
    public void LookAgain() => TryLookAtAll();

    public void Gone()
    {
        if (_rewatchTimer is not null) return;
        _isGoneSaid = _rate.Allows("");
        if (_isGoneSaid) GraveyardLog.GraveyardGone(_logger, _store.Path);
        _watch?.Dispose();
        _watch = null;
        Rewatch();
    }

    // To look at a graveyard is not to make one: who owns it may give it a mode and an owner of its own.
    private void AwaitDirectory()
    {
        _isGoneSaid = true;
        GraveyardLog.GraveyardAwaited(_logger, _store.Path);
        Rewatch();
    }

    private void Rewatch() => _rewatchTimer = _loop.Time.CreateTimer(_ => TryRewatch(), null, TimeSpan.Zero, RewatchPeriod);

    public void Dispose()
    {
        _disposed = true;
        _watch?.Dispose();
        _rescanTimer?.Dispose();
        _rewatchTimer?.Dispose();
        _unwatchedTimer?.Dispose();
        _retryTimer?.Dispose();
    }

    private void TryRewatch()
    {
        // An existing directory that cannot be watched can still be looked at.
        if (!TryWatch(out var problem))
        {
            if (!_store.Exists) return;
            LookOften(problem);
        }

        _rewatchTimer?.Dispose();
        _rewatchTimer = null;
        if (_isGoneSaid) GraveyardLog.GraveyardBack(_logger, _store.Path);
        _own?.Restore();
        TryLookAtAll();
    }

    private void Rescan()
    {
        if (_rewatchTimer is not null) return;
        _own?.Check();
        TryLookAtAll();
    }

    private bool TryWatch(out string problem)
    {
        try
        {
            _watch = _store.Watch(_loop, this);
            problem = "";
            return true;
        }
        catch (GraveyardException e)
        {
            problem = e.Message;
            return false;
        }
    }

    /// <summary>Said once; a watch is asked for again each time, because others give theirs back.</summary>
    private void LookOften(string problem)
    {
        if (_unwatchedTimer is not null) return;
        GraveyardLog.WatchFailed(_logger, problem, GoDuration.Format(UnwatchedPeriod));
        _unwatchedTimer = _loop.Time.CreateTimer(_ => LookUnwatched(), null, UnwatchedPeriod, UnwatchedPeriod);
    }

    private void LookUnwatched()
    {
        if (_rewatchTimer is not null) return;
        if (TryWatch(out _))
        {
            _unwatchedTimer?.Dispose();
            _unwatchedTimer = null;
        }
        else if (!_store.Exists)
        {
            Gone();
            return;
        }

        TryLookAtAll();
    }

    private void TryLookAtAll()
    {
        try
        {
            LookAtAll();
            _isListProblemSaid = false;
        }
        catch (GraveyardException e)
        {
            if (!_isListProblemSaid) GraveyardLog.ListFailed(_logger, e.Message);
            _isListProblemSaid = true;
        }
    }

    private void LookAtAll()
    {
        if (_names is not null)
        {
            foreach (var name in _names) Look(name, asksLock: true);
            return;
        }

        _census!.LookAtAll(Report);
    }

    /// <returns>What is there; <see langword="null"/> when it is nothing that we follow.</returns>
    private TombstoneObservation? LookAt(ReadOnlySpan<byte> utf8, bool asksLock)
    {
        if (_census is null) return NameOf(utf8) is { } name ? Look(name, asksLock) : null;
        var observation = _census.LookAt(utf8, asksLock, out var hasChanged);
        if (hasChanged) Report(observation!.Value);
        return observation;
    }

    private TombstoneObservation Look(FollowedName name, bool asksLock)
    {
        var observation = TombstoneReader.Observe(_store, name.Name, asksLock ? null : name.Lock);
        name.Lock = observation.Lock;
        Report(observation);
        return observation;
    }

    private void Report(TombstoneObservation observation)
    {
        var name = observation.Name;
        if (!_disposed) _onObserved(observation);
        if (observation.IsUnavailable && !_disposed)
            _retryTimer ??= _loop.Time.CreateTimer(_ => Retry(), null, UnwatchedPeriod, Timeout.InfiniteTimeSpan);
        if (observation.Problem is not { } problem)
        {
            _warned.Remove(name);
        }
        else if (!_warned.Contains(name) && _rate.Allows(name))
        {
            _warned.Add(name);
            GraveyardLog.TombstoneUnreadable(_logger, name, problem);
        }
    }

    /// <summary>No hint comes of what passes on our side: memory or descriptors that are to be had again.</summary>
    private void Retry()
    {
        _retryTimer?.Dispose();
        _retryTimer = null;
        TryLookAtAll();
    }

    private void Recheck(string name, int attempt)
    {
        if (attempt == LockRechecks.Length) return;
        ITimer? timer = null;
        timer = _loop.Time.CreateTimer(_ => Check(), null, LockRechecks[attempt], Timeout.InfiniteTimeSpan);

        void Check()
        {
            timer?.Dispose();
            if (!_disposed && LookAt(Encoding.UTF8.GetBytes(name), asksLock: true) is { IsDead: false }) Recheck(name, attempt + 1);
        }
    }

    private FollowedName? NameOf(ReadOnlySpan<byte> utf8)
    {
        foreach (var name in _names!)
        {
            if (utf8.SequenceEqual(name.Utf8)) return name;
        }

        return null;
    }
}
