using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>A merge patch that merges some lists by a key, with <c>$patch</c> directives. Taints are not among them: they are
/// replaced.</summary>
internal static class StrategicMergePatch
{
    private static readonly Dictionary<string, string> Keys = new()
    {
        ["conditions"] = "type",
        ["addresses"] = "type",
        ["containers"] = "name",
        ["initContainers"] = "name",
        ["env"] = "name",
        ["volumes"] = "name",
        ["volumeMounts"] = "mountPath",
        ["ownerReferences"] = "uid",
    };

    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (key.StartsWith('$')) continue;
            if (value is null) target.Remove(key);
            else if (value is JsonObject inner) Apply(target[key] as JsonObject ?? (target[key] = new JsonObject()).AsObject(), inner);
            else if (value is JsonArray list && Keys.TryGetValue(key, out var by))
                target[key] = Merge(target[key] as JsonArray ?? [], list, by);
            else target[key] = value.DeepClone();
        }
    }

    // New elements of the patch come first.
    private static JsonArray Merge(JsonArray target, JsonArray patch, string key)
    {
        var merged = target.Select(item => item!.DeepClone().AsObject()).ToList();
        foreach (var item in patch.Select(item => item!.AsObject()).Reverse())
        {
            var same = merged.FindIndex(other => (string?)other[key] == (string?)item[key]);
            if ((string?)item["$patch"] == "delete" && same >= 0) merged.RemoveAt(same);
            else if (same >= 0) Apply(merged[same], item);
            else if (item["$patch"] is null) merged.Insert(0, item.DeepClone().AsObject());
        }
        return [.. merged];
    }
}
