using System.Text.Json.Nodes;

namespace Kubexit.Tests.Containers;

/// <summary>A pod of wrapped containers for one situation: the file is installed by an init container, the graveyard is shared.</summary>
internal sealed class WrappedPod(string restartPolicy = "Never")
{
    private readonly JsonArray _containers = [];

    /// <summary>Adds a container that wraps a shell script.</summary>
    public WrappedPod With(string name, string script, params IEnumerable<string> variables) =>
        WithCommand(name, ["sh", "-c", script], variables);

    public WrappedPod WithCommand(string name, IEnumerable<string> command, params IEnumerable<string> variables)
    {
        _containers.Add(new JsonObject
        {
            ["name"] = name,
            ["image"] = TestImages.BusyBox,
            ["command"] = new JsonArray([.. new[] { "/kubexit/kubexit" }.Concat(command).Select(word => JsonValue.Create(word))]),
            ["env"] = new JsonArray([.. variables.Prepend("NAME=" + name).Select(variable => variable.Split('=', 2)).Select(pair =>
                new JsonObject { ["name"] = "KUBEXIT_" + pair[0], ["value"] = pair[1] })]),
            ["volumeMounts"] = new JsonArray(Mount("kubexit", "/kubexit"), Mount("graveyard", "/graveyard"), Mount("shared", "/shared")),
        });
        return this;
    }

    /// <summary>Sets a field of the container added last.</summary>
    public WrappedPod Where(string field, JsonNode value)
    {
        _containers[^1]![field] = value;
        return this;
    }

    public string Manifest() => new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["spec"] = new JsonObject
        {
            ["restartPolicy"] = restartPolicy,
            ["initContainers"] = new JsonArray(new JsonObject
            {
                ["name"] = "install",
                ["image"] = TestImages.Kubexit,
                ["args"] = new JsonArray("self-install", "/kubexit/kubexit"),
                ["volumeMounts"] = new JsonArray(Mount("kubexit", "/kubexit")),
            }),
            ["containers"] = _containers.DeepClone(),
            ["volumes"] = new JsonArray(Empty("kubexit", null), Empty("graveyard", "Memory"), Empty("shared", null)),
        },
    }.ToJsonString();

    private static JsonObject Mount(string volume, string path) => new() { ["name"] = volume, ["mountPath"] = path };

    private static JsonObject Empty(string name, string? medium) =>
        new() { ["name"] = name, ["emptyDir"] = medium is null ? [] : new JsonObject { ["medium"] = medium } };
}
