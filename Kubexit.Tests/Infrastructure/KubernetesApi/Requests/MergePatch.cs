using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>RFC 7386: null removes, objects merge, everything else replaces.</summary>
internal static class MergePatch
{
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is null) target.Remove(key);
            else if (value is JsonObject inner) Apply(target[key] as JsonObject ?? (target[key] = new JsonObject()).AsObject(), inner);
            else target[key] = value.DeepClone();
        }
    }
}
