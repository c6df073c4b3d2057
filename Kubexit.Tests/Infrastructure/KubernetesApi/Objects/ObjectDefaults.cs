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

    /// <summary>Whether nothing holds an object any more that is being deleted.</summary>
    public static bool IsReleased(JsonObject json) =>
        json["metadata"]!["finalizers"] is null or JsonArray { Count: 0 } && (long?)json["metadata"]!["deletionGracePeriodSeconds"] == 0;

    public static void Complete(ResourcePath path, JsonObject json, StoredObject? before, DateTimeOffset now)
    {
        var kind = path.Kind
            ?? throw new InvalidOperationException($"The stand-in serves no {path.Api}/{path.Resource}; see {nameof(ResourceKinds)}.");
        if (json["metadata"] is not JsonObject metadata) json["metadata"] = metadata = [];
        json["kind"] = kind.Name;
        json["apiVersion"] = kind.ApiVersion;
        metadata["name"] = path.Name;
        if (path.Namespace is not null) metadata["namespace"] = path.Namespace;
        metadata["uid"] ??= before?.Uid;
        metadata["creationTimestamp"] ??= before?.Text("metadata.creationTimestamp") ?? Time(now);
        foreach (var name in OmittedWhenEmpty)
        {
            if (metadata[name] is JsonObject { Count: 0 } or JsonArray { Count: 0 }) metadata.Remove(name);
        }
        metadata.Remove("managedFields");
        if (kind.HasGeneration) metadata["generation"] = before?.Generation ?? 1;
    }

    /// <summary>
    /// Whether something else is wanted than before: everything but metadata and status counts; and the wish that the object be deleted.
    /// </summary>
    public static bool IsAnotherWish(StoredObject before, StoredObject after)
    {
        if (!before.Kind.HasGeneration) return false;
        if (after.IsBeingDeleted && !before.IsBeingDeleted) return true;
        // The binding to a node is no change of what is wanted.
        if (before.Path.Resource == "pods" && before.Find("spec.nodeName") is null) return false;
        return Wishes(before).Union(Wishes(after)).Any(name => !before.Json.TryGetProperty(name, out var old)
            || !after.Json.TryGetProperty(name, out var now) || !JsonElement.DeepEquals(old, now));
    }

    private static IEnumerable<string> Wishes(StoredObject value) => value.Json.EnumerateObject()
        .Where(part => part.Name is not ("metadata" or "status" or "kind" or "apiVersion") && part.Value.ValueKind != JsonValueKind.Null)
        .Select(part => part.Name);
}
