using System.Text.Json.Nodes;
using Kubexit.Kubernetes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>A pod to be put on the stand-in server: containers by name, each in a state that a test changes.</summary>
internal sealed class StandInPod(string name = "job-x7k2p", string podNamespace = "demo")
{
    private readonly List<(JsonObject Spec, bool IsInit)> _containers = [];
    private readonly Dictionary<string, JsonObject> _statuses = [];

    public ResourcePath Path { get; } = new("api/v1", podNamespace, "pods", name, null);

    public string RestartPolicy { get; init; } = "Always";

    public JsonObject Metadata { get; } = new() { ["labels"] = new JsonObject { ["app"] = "demo" } };

    public string Phase { get; set; } = "Running";

    public string? Message { get; set; }

    public StandInPod With(string container, JsonObject? spec = null, bool isInit = false)
    {
        spec ??= [];
        spec["name"] = container;
        spec["image"] = "registry.example/app:1";
        _containers.Add((spec, isInit));
        return Waiting(container, "ContainerCreating");
    }

    public StandInPod WithSidecar(string container) => With(container, new() { ["restartPolicy"] = "Always" }, isInit: true);

    public StandInPod Waiting(string container, string reason, string? message = null) =>
        Set(container, false, "waiting", new() { ["reason"] = reason, ["message"] = message });

    public StandInPod Running(string container, bool ready = false) =>
        Set(container, ready, "running", new() { ["startedAt"] = "2026-11-20T10:00:05Z" });

    public StandInPod Ready(string container) => Running(container, ready: true);

    public StandInPod Ended(string container, int exitCode, string reason = "Error") =>
        Set(container, false, "terminated", new() { ["exitCode"] = exitCode, ["reason"] = reason, ["startedAt"] = "2026-11-20T10:00:05Z", ["finishedAt"] = "2026-11-20T10:00:06Z", ["containerID"] = "containerd://1" });

    /// <summary>Makes the object as large as real ones can be.</summary>
    public StandInPod Padded(int bytes)
    {
        Metadata["annotations"] = new JsonObject { ["padding"] = new string('x', bytes) };
        return this;
    }

    public JsonObject ToJson() => new()
    {
        ["kind"] = "Pod",
        ["apiVersion"] = "v1",
        ["metadata"] = Metadata.DeepClone(),
        ["spec"] = new JsonObject
        {
            ["initContainers"] = Containers(isInit: true),
            ["containers"] = Containers(isInit: false),
            ["restartPolicy"] = RestartPolicy,
            ["terminationGracePeriodSeconds"] = 30,
            ["nodeName"] = "node-1",
        },
        ["status"] = new JsonObject
        {
            ["phase"] = Phase,
            ["message"] = Message,
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = "PodScheduled", ["status"] = "True", ["lastProbeTime"] = null }),
            ["initContainerStatuses"] = Statuses(isInit: true),
            ["containerStatuses"] = Statuses(isInit: false),
            ["qosClass"] = "BestEffort",
        },
    };

    private StandInPod Set(string container, bool ready, string state, JsonObject detail)
    {
        _statuses[container] = new()
        {
            ["name"] = container,
            ["state"] = new JsonObject { [state] = detail },
            ["lastState"] = new JsonObject(),
            ["ready"] = ready,
            ["restartCount"] = 0,
            ["image"] = "registry.example/app:1",
            ["imageID"] = "",
            ["started"] = state == "running",
        };
        return this;
    }

    private JsonArray Containers(bool isInit) =>
        [.. _containers.Where(container => container.IsInit == isInit).Select(container => container.Spec.DeepClone())];

    private JsonArray Statuses(bool isInit) =>
        [.. _containers.Where(container => container.IsInit == isInit).Select(container => _statuses[(string)container.Spec["name"]!].DeepClone())];
}
