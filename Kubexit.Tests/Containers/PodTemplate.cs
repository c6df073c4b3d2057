using System.Text.Json.Nodes;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Containers;

/// <summary>Takes apart what podman does not know: the pod of a Job, Deployment or Pod, as its controller would make it.</summary>
internal static class PodTemplate
{
    /// <summary>The pod of the only workload in a manifest.</summary>
    public static JsonObject Of(string yaml) => Of(YamlJson.Parse(yaml).Single(value => Template(value) is not null));

    public static JsonObject Of(JsonObject workload)
    {
        var template = Template(workload) ?? throw new InvalidOperationException($"A {workload["kind"]} has no pod.");
        return new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = template["metadata"]?.DeepClone() ?? new JsonObject(),
            ["spec"] = template["spec"]!.DeepClone(),
        };
    }

    /// <summary>The members of a list that may be missing.</summary>
    public static IReadOnlyList<JsonObject> Members(JsonNode? node, string key) =>
        [.. (node?[key] as JsonArray ?? []).Select(value => value!.AsObject())];

    public static JsonArray List(JsonObject node, string key)
    {
        if (node[key] is JsonArray there) return there;
        var list = new JsonArray();
        node[key] = list;
        return list;
    }

    public static JsonObject Container(JsonObject spec, string name) =>
        Members(spec, "initContainers").Concat(Members(spec, "containers")).Single(container => (string?)container["name"] == name);

    public static void UseImage(JsonObject spec, string container, string image) => Container(spec, container)["image"] = image;

    /// <summary>Sets a variable of a container; null takes it away.</summary>
    public static void SetVariable(JsonObject spec, string container, string name, string? value)
    {
        var variables = List(Container(spec, container), "env");
        if (variables.FirstOrDefault(variable => (string?)variable!["name"] == name) is { } before) variables.Remove(before);
        if (value is not null) variables.Add(new JsonObject { ["name"] = name, ["value"] = value });
    }

    private static JsonNode? Template(JsonObject value) => (string?)value["kind"] switch
    {
        "Pod" => value,
        "CronJob" => value["spec"]!["jobTemplate"]!["spec"]!["template"],
        _ => value["spec"]?["template"],
    };
}
