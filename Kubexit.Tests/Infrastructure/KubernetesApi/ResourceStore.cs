using System.Globalization;
using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>One change of one object, as a watch tells it.</summary>
internal sealed record StoredChange(long Version, string Type, ResourcePath Path, JsonObject Object);

/// <summary>What etcd is to the real server: objects, one version counter for all of them, and the history that watches resume from.</summary>
internal sealed class ResourceStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ResourcePath, JsonObject> _objects = [];
    private readonly List<StoredChange> _history = [];
    private long _version = 41_000;
    private long _oldest;

    /// <summary>Raised after every change, outside the lock.</summary>
    public event Action? Changed;

    public long Version
    {
        get { lock (_gate) return _version; }
    }

    /// <summary>The oldest version a watch may start from.</summary>
    public long Oldest
    {
        get { lock (_gate) return _oldest; }
    }

    public JsonObject? Get(ResourcePath path)
    {
        lock (_gate) return _objects.GetValueOrDefault(path)?.DeepClone().AsObject();
    }

    public (IReadOnlyList<JsonObject> Items, long Version) List(ResourcePath list, Selector selector)
    {
        lock (_gate)
        {
            var items = _objects.Where(pair => list.Lists(pair.Key) && selector.Matches(pair.Value)).Select(pair => pair.Value.DeepClone().AsObject());
            return ([.. items], _version);
        }
    }

    public IReadOnlyList<StoredChange> After(long version, ResourcePath list, Selector selector)
    {
        lock (_gate) return [.. _history.Where(change => change.Version > version && list.Lists(change.Path) && selector.Matches(change.Object))];
    }

    /// <summary>Creates or replaces an object. What is not given in the metadata is kept, or made up for a new object.</summary>
    public JsonObject Put(ResourcePath path, JsonObject value)
    {
        lock (_gate)
        {
            var stored = value.DeepClone().AsObject();
            var exists = _objects.TryGetValue(path, out var before);
            var metadata = stored["metadata"] as JsonObject ?? [];
            stored["metadata"] = metadata;
            metadata["name"] = path.Name;
            if (path.Namespace is not null) metadata["namespace"] = path.Namespace;
            metadata["uid"] ??= before?["metadata"]?["uid"]?.DeepClone() ?? Guid.NewGuid().ToString();
            metadata["creationTimestamp"] ??= before?["metadata"]?["creationTimestamp"]?.DeepClone() ?? "2026-11-20T10:00:00Z";
            _objects[path] = stored;
            Record(exists ? "MODIFIED" : "ADDED", path, stored);
        }

        Changed?.Invoke();
        return Get(path)!;
    }

    public void Delete(ResourcePath path)
    {
        lock (_gate)
        {
            if (!_objects.Remove(path, out var last)) return;
            Record("DELETED", path, last);
        }

        Changed?.Invoke();
    }

    /// <summary>Forgets the history: a watch from any version so far is now 410 Gone. Moves the version on, as other objects would.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            _oldest = ++_version;
            _history.Clear();
        }
    }

    private void Record(string type, ResourcePath path, JsonObject value)
    {
        value["metadata"]!["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
        _history.Add(new(_version, type, path, value.DeepClone().AsObject()));
    }
}
