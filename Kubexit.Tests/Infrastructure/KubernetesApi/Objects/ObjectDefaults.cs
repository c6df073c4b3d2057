using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>What the server itself writes into every object: identity, times, generation.</summary>
internal static class ObjectDefaults
{
    private static readonly string[] OmittedWhenEmpty = ["labels", "annotations", "finalizers", "ownerReferences"];

    /// <summary>Times in objects have whole seconds, rounded down.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static void Complete(ResourcePath path, JsonObject json, StoredObject? before, DateTimeOffset now)
    {
        var kind = path.Kind ?? throw new InvalidOperationException($"The stand-in serves no {path.Api}/{path.Resource}; see {nameof(ResourceKinds)}.");
        if (json["metadata"] is not JsonObject metadata) json["metadata"] = metadata = [];
        json["kind"] = kind.Name;
        json["apiVersion"] = kind.ApiVersion;
        metadata["name"] = path.Name;
        if (path.Namespace is not null) metadata["namespace"] = path.Namespace;
        metadata["uid"] ??= before?.Uid ?? Guid.NewGuid().ToString();
        metadata["creationTimestamp"] ??= before?.Text("metadata.creationTimestamp") ?? Time(now);
        foreach (var name in OmittedWhenEmpty)
        {
            if (metadata[name] is JsonObject { Count: 0 } or JsonArray { Count: 0 }) metadata.Remove(name);
        }
        metadata.Remove("managedFields");
        if (kind.HasGeneration) metadata["generation"] = Generation(json, before);
    }

    // Counts what is wanted: everything but metadata and status; and the wish that the object be deleted.
    private static long Generation(JsonObject json, StoredObject? before)
    {
        if (before is null) return 1;
        var generation = long.Parse(before.Text("metadata.generation") ?? "1", CultureInfo.InvariantCulture);
        var isDeletionNew = json["metadata"]!["deletionTimestamp"] is not null && !before.IsBeingDeleted;
        return isDeletionNew || !SameWish(json, before) ? generation + 1 : generation;
    }

    private static bool SameWish(JsonObject json, StoredObject before)
    {
        var names = json.Select(pair => pair.Key).Union(before.Json.EnumerateObject().Select(property => property.Name));
        // The binding to a node is no change of what is wanted.
        if (before.Path.Resource == "pods" && before.Find("spec.nodeName") is null) return true;
        return names.Where(name => name is not ("metadata" or "status" or "kind" or "apiVersion")).All(name =>
            before.Json.TryGetProperty(name, out var old) ? JsonNode.DeepEquals(json[name], ToNode(old)) : json[name] is null);
    }

    private static JsonNode? ToNode(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(element),
        JsonValueKind.Array => JsonArray.Create(element),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(element),
    };
}
