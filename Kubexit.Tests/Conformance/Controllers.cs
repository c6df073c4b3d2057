using System.Text.Json.Nodes;
using Kubexit.Tests.KubernetesApi;
using Kubexit.Tests.Recordings;

namespace Kubexit.Tests.Conformance;

/// <summary>
/// Writes what the controllers of the recorded cluster wrote, when they did: statuses, endpoints, finalizers. Generations, versions,
/// deletion times and what a patch leaves as it was are the stand-in's own. A write of what is there already is no event, so each event
/// that the stand-in should have made by itself and did not shows as a difference.
/// </summary>
internal sealed class Controllers
{
    private readonly HashSet<string> _deleted = [];
    private readonly Dictionary<string, string> _uids = [];

    public void Write(ApiServer server, RecordedEvent happened)
    {
        var value = happened.Object;
        if (ResourceKinds.OfObject((string?)value["apiVersion"], (string?)value["kind"]) is not { } kind) return;
        var path = ResourcePath.Of(kind, (string?)value["metadata"]!["namespace"], (string?)value["metadata"]!["name"]);
        var found = server.Store.Find(path);
        if (happened.Type == "DELETED")
        {
            // Perhaps there is another one of its name already.
            if (found is not null && _uids.GetValueOrDefault((string)value["metadata"]!["uid"]!) == found.Uid) server.Store.Remove(path);
            return;
        }
        found ??= server.Store.Create(path, Fresh(value))!;
        _uids[(string)value["metadata"]!["uid"]!] = found.Uid;
        if (value["metadata"]!["deletionTimestamp"] is not null && !found.IsBeingDeleted) Delete(server, found, value);
        server.Store.Change(path, now => Take(now, value));
    }

    // The TTL controller, for one, deletes in the foreground.
    private void Delete(ApiServer server, StoredObject found, JsonObject value)
    {
        if (!_deleted.Add(found.Uid)) return;
        var isForeground = value["metadata"]!["finalizers"] is JsonArray finalizers
            && finalizers.Any(name => (string?)name == "foregroundDeletion");
        new DeleteRequests(server.Store).Delete(found, new DeleteOptionsBody(Propagation: isForeground ? "Foreground" : null));
    }

    private static void Take(JsonObject now, JsonObject value)
    {
        foreach (var (name, part) in value.Where(pair => pair.Key is not ("metadata" or "spec" or "kind" or "apiVersion")))
            now[name] = part?.DeepClone();
        if (value["metadata"]!["annotations"] is { } annotations) now["metadata"]!["annotations"] = annotations.DeepClone();
        else now["metadata"]!.AsObject().Remove("annotations");
    }

    private static JsonObject Fresh(JsonObject value)
    {
        var fresh = value.DeepClone().AsObject();
        foreach (var name in (string[])["resourceVersion", "generation", "creationTimestamp"]) fresh["metadata"]!.AsObject().Remove(name);
        return fresh;
    }
}
