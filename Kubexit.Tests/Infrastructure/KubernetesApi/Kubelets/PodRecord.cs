using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>A pod as its kubelet knows it, and the status that follows from that: one place for phases, conditions and the order of
/// containers.</summary>
internal sealed class PodRecord
{
    private readonly bool _hasInit;

    public PodRecord(JsonObject spec)
    {
        var policy = (string?)spec["restartPolicy"] ?? "Always";
        Init = Containers(spec["initContainers"], isInit: true, policy);
        Main = Containers(spec["containers"], isInit: false, policy);
        _hasInit = Init.Count > 0;
        IsInitialized = !_hasInit;
        foreach (var container in _hasInit ? All : []) container.Wait("PodInitializing");
    }

    public IReadOnlyList<ContainerRecord> Init { get; }

    public IReadOnlyList<ContainerRecord> Main { get; }

    public IEnumerable<ContainerRecord> All => Init.Concat(Main);

    public long ObservedGeneration { get; set; } = 1;

    /// <summary>Whether the sandbox and its network stand.</summary>
    public bool HasSandbox { get; set; }

    /// <summary>No container runs any more or will.</summary>
    public bool IsDone { get; set; }

    /// <summary>The last phase has been reported.</summary>
    public bool IsOver { get; set; }

    public DateTimeOffset StartTime { get; set; }

    /// <summary>Ended for a reason of its own, whatever its containers say: <c>DeadlineExceeded</c>, <c>Evicted</c>.</summary>
    public (string Reason, string Message)? Failure { get; set; }

    public bool HasFailed => Failure is not null || All.Any(container => container.State is ContainerState.Terminated { ExitCode: not 0 });

    /// <summary>The steps before the containers are done, and their sidecars have started. The kubelet notices a moment after
    /// both.</summary>
    public bool IsInitialized { get; set; }

    public string Phase => IsOver ? HasFailed ? "Failed" : "Succeeded"
        : !IsInitialized && Main.All(container => !container.HasRun) ? "Pending"
        : Main.Any(container => container is { State: ContainerState.Waiting, HasRun: false }) ? "Pending"
        : "Running";

    /// <summary>The whole status. Conditions that others have added stay.</summary>
    public JsonObject ToStatus(JsonObject? before, DateTimeOffset now)
    {
        var status = new JsonObject
        {
            ["observedGeneration"] = ObservedGeneration,
            ["phase"] = Phase,
            ["conditions"] = Conditions(before?["conditions"] as JsonArray ?? [], now)
        };
        if (IsOver && Failure is var (reason, message))
        {
            status["message"] = message;
            status["reason"] = reason;
        }
        status["hostIP"] = "10.99.0.1";
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = "10.99.0.1" });
        if (HasSandbox || All.Any(container => container.HasRun))
        {
            status["podIP"] = "10.244.0.75";
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = "10.244.0.75" });
        }
        status["startTime"] = ObjectDefaults.Time(StartTime);
        // Those of init containers in the order of the spec, the others by name.
        if (_hasInit) status["initContainerStatuses"] = new JsonArray([.. Init.Select(container => container.ToStatus())]);
        status["containerStatuses"] = new JsonArray(
            [.. Main.OrderBy(container => container.Name, StringComparer.Ordinal).Select(container => container.ToStatus())]);
        status["qosClass"] = "BestEffort";
        status["resources"] = new JsonObject();
        return status;
    }

    private JsonArray Conditions(JsonArray before, DateTimeOffset now)
    {
        var over = Failure is not null || (IsDone && HasFailed) ? "PodFailed" : IsDone ? "PodCompleted" : null;
        var unready = All.Where(container => !container.IsStep && !container.IsReady).Select(container => container.Name).ToList();
        var incomplete = Init.Where(container => container.IsSidecar ? !IsInitialized : !container.IsReady)
            .Select(container => container.Name).ToList();
        var ready = over is not null ? (false, over, null)
            : unready.Count > 0 ? (false, "ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]")
            : ((bool, string?, string?))(true, null, null);
        var initialized = over == "PodCompleted" ? (true, over, null)
            : IsInitialized ? (true, null, null)
            : ((bool, string?, string?))(false, "ContainersNotInitialized",
                $"containers with incomplete status: [{string.Join(' ', incomplete)}]");
        (string Type, (bool, string?, string?) Is)[] ours =
        [
            ("PodReadyToStartContainers", (HasSandbox && !IsOver, null, null)), ("Initialized", initialized), ("Ready", ready),
                ("ContainersReady", ready),
            ("PodScheduled", (true, null, null)),
        ];
        var foreign = before.Where(condition => ours.All(known => known.Type != (string?)condition!["type"]))
            .Select(condition => condition!.DeepClone());
        return [.. foreign, .. ours.Select(condition => Condition(condition.Type, condition.Is, before, now))];
    }

    private JsonObject Condition(string type, (bool IsTrue, string? Reason, string? Message) now, JsonArray before, DateTimeOffset time)
    {
        var status = now.IsTrue ? "True" : "False";
        var old = before.FirstOrDefault(condition => (string?)condition!["type"] == type);
        var condition = new JsonObject
        {
            ["type"] = type,
            ["observedGeneration"] = ObservedGeneration,
            ["status"] = status,
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = (string?)old?["status"] == status ? (string?)old!["lastTransitionTime"] : ObjectDefaults.Time(time),
        };
        if (now.Reason is not null) condition["reason"] = now.Reason;
        if (now.Message is not null) condition["message"] = now.Message;
        return condition;
    }

    private static List<ContainerRecord> Containers(JsonNode? specs, bool isInit, string policy) =>
        [.. (specs as JsonArray ?? []).Select(spec => new ContainerRecord(spec!.AsObject(), isInit, policy))];
}
