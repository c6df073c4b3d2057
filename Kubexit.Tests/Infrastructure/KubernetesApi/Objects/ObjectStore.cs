using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>
/// What etcd and the watch cache are to the real server: objects of all kinds, one version counter for all of them, and the history that
/// watches resume from. Requests, kubelets and tests write into the same store.
/// </summary>
internal sealed class ObjectStore(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);
    private readonly List<StoredChange> _history = [];
    private readonly List<WatchFeed> _feeds = [];
    private long _version = 41_000;
    private long _oldest = 40_000;

    /// <summary>Raised after every change, outside the lock: look at the store, not at the order of the calls.</summary>
    public event Action<StoredChange>? Changed;

    public TimeProvider Time => time;

    /// <summary>Makes the identities of new objects.</summary>
    public Func<string> NewUid { get; set; } = () => Guid.NewGuid().ToString();

    /// <summary>Whether a namespace that is not in the store does not exist. Most tests do not care to create theirs.</summary>
    public bool KnowsItsNamespaces { get; set; }

    public long Version
    {
        get { lock (_gate) return _version; }
    }

    /// <summary>The oldest version a watch may start from.</summary>
    public long Oldest
    {
        get { lock (_gate) return _oldest; }
    }

    public StoredObject? Find(ResourcePath path)
    {
        lock (_gate) return _objects.GetValueOrDefault(Key(path));
    }

    public JsonObject? Get(ResourcePath path) => Find(path)?.Copy();

    /// <summary>Everything that is selected, by namespace and name.</summary>
    public (IReadOnlyList<StoredObject> Items, long Version) List(ResourceSelector selector)
    {
        lock (_gate) return (Now(selector), _version);
    }

    /// <summary>The list as it was; <see langword="null"/> when that is forgotten.</summary>
    public IReadOnlyList<StoredObject>? ListAt(long version, ResourceSelector selector)
    {
        lock (_gate)
        {
            if (version < _oldest) return null;
            var then = _objects.ToDictionary();
            foreach (var change in Enumerable.Reverse(_history).TakeWhile(change => change.Version > version))
            {
                if (change.Before is null) then.Remove(Key(change.Path));
                else then[Key(change.Path)] = change.Before;
            }
            return [.. then.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).Where(selector.Matches)];
        }
    }

    /// <summary>Creates or replaces an object as a controller does, status included. What the metadata do not give is kept, or made up for
    /// a new object.</summary>
    public void Put(ResourcePath path, JsonObject value)
    {
        StoredChange? change;
        lock (_gate) change = Write(path, value.DeepClone().AsObject());
        Tell(change);
    }

    /// <summary>Creates an object; <see langword="null"/> when its name is taken.</summary>
    public StoredObject? Create(ResourcePath path, JsonObject value)
    {
        StoredChange? change;
        lock (_gate)
        {
            if (_objects.ContainsKey(Key(path))) return null;
            change = Write(path, value);
        }
        Tell(change);
        return change!.After;
    }

    /// <summary>Changes an object in one step. A change that changes nothing is no event and no new version.</summary>
    /// <remarks>An object that only its finalizers held goes with the last of them.</remarks>
    /// <returns>The object after it; <see langword="null"/> when there is none.</returns>
    public StoredObject? Change(ResourcePath path, Action<JsonObject> change)
    {
        StoredChange? done;
        StoredObject? after;
        lock (_gate)
        {
            if (!_objects.TryGetValue(Key(path), out var before)) return null;
            var copy = before.Copy();
            change(copy);
            if (before is { IsBeingDeleted: true, HasFinalizers: true } && ObjectDefaults.IsReleased(copy))
            {
                _objects.Remove(Key(path));
                done = Record(before, null);
                after = StoredObject.From(path, copy, before.Version);
            }
            else
            {
                done = Write(path, copy);
                after = done?.After ?? before;
            }
        }
        Tell(done);
        return after;
    }

    /// <returns>The object as its last watch event shows it; <see langword="null"/> when there was none.</returns>
    public StoredObject? Remove(ResourcePath path, string? uid = null)
    {
        StoredChange? change;
        lock (_gate)
        {
            if (!_objects.TryGetValue(Key(path), out var last) || (uid is not null && last.Uid != uid)) return null;
            _objects.Remove(Key(path));
            change = Record(last, null);
        }
        Tell(change);
        return change.Before!.At(change.Version);
    }

    public void Delete(ResourcePath path) => Remove(path);

    /// <summary>Forgets the history: a watch from any version so far is too old. Moves the version on, as other objects would.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            _oldest = ++_version;
            _history.Clear();
        }
    }

    /// <summary>Goes on from a version of another cluster, so that requests that name its versions mean something here.</summary>
    public void StartAt(long version, long oldest)
    {
        lock (_gate)
        {
            (_version, _oldest) = (version, oldest);
            _history.Clear();
        }
    }

    /// <summary>Moves the version on as the writes of the rest of the cluster do, of which the stand-in knows nothing.</summary>
    public void Advance(long versions = 1)
    {
        lock (_gate) _version += versions;
    }

    /// <summary>Begins a watch without a gap: what the feed starts with and what follows.</summary>
    public void Open(WatchFeed feed)
    {
        lock (_gate)
        {
            if (feed.Begin(Now(feed.Selector), _history, _version, _oldest)) _feeds.Add(feed);
        }
    }

    public void Close(WatchFeed feed)
    {
        lock (_gate) _feeds.Remove(feed);
    }

    /// <summary>Does something while nothing changes.</summary>
    public void AtVersion(Action<long> action)
    {
        lock (_gate) action(_version);
    }

    private List<StoredObject> Now(ResourceSelector selector) => [.. _objects.Values.Where(selector.Matches)];

    private StoredChange? Write(ResourcePath path, JsonObject json)
    {
        var before = _objects.GetValueOrDefault(Key(path));
        if (before is null) (json["metadata"] as JsonObject ?? (json["metadata"] = new JsonObject()).AsObject())["uid"] ??= NewUid();
        ObjectDefaults.Complete(path, json, before, time.GetUtcNow());
        var after = StoredObject.From(path, json, _version + 1);
        if (before is not null && after.IsSameAs(before)) return null;
        if (before is not null && ObjectDefaults.IsAnotherWish(before, after))
        {
            json["metadata"]!["generation"] = before.Generation + 1;
            after = StoredObject.From(path, json, _version + 1);
        }
        _objects[Key(path)] = after;
        return Record(before, after);
    }

    private StoredChange Record(StoredObject? before, StoredObject? after)
    {
        var change = new StoredChange(++_version, before, after);
        _history.Add(change);
        foreach (var feed in _feeds) feed.Offer(change);
        return change;
    }

    private void Tell(StoredChange? change)
    {
        if (change is not null) Changed?.Invoke(change);
    }

    // As in etcd: by kind, namespace and name.
    private static string Key(ResourcePath path) => $"{path.Api}/{path.Resource}/{path.Namespace}/{path.Name}";
}
