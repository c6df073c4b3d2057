using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>
/// A pod for the stand-in cluster. Without a kubelet a test puts its containers into states, and the rest of the status follows as the
/// kubelet would write it; on a <see cref="StandInNode"/> its processes behave as they are described here.
/// </summary>
internal sealed class StandInPod(string name = "job-x7k2p", string podNamespace = "demo", string? uid = null)
{
    private readonly List<(JsonObject Spec, bool IsInit)> _containers = [];
    private readonly Dictionary<string, ContainerBehaviour> _behaviours = [];
    private PodRecord? _record;

    public ResourcePath Path { get; } = ResourcePath.Of(ResourceKinds.Pod, podNamespace, name);

    public string Name => name;

    public string Namespace => podNamespace;

    public string Uid { get; } = uid ?? Guid.NewGuid().ToString();

    public string RestartPolicy { get; init; } = "Always";

    public int Grace { get; init; } = 30;

    public int Priority { get; init; }

    /// <summary>The kind of its controller; <see langword="null"/>: it has none.</summary>
    public string? Controller { get; init; } = "ReplicaSet";

    /// <summary>Its controller makes another pod of the same name on the same node at once.</summary>
    public bool ComesBack { get; init; }

    public bool Finalizer { get; init; }

    /// <summary>The name of the disruption budget that covers it.</summary>
    public string? Budget { get; init; }

    public Dictionary<string, string> Annotations { get; init; } = [];

    /// <summary>From TERM to a clean exit of a container that nothing else is said of.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>All its containers have ended with this before the test begins.</summary>
    public int? ExitedWith { get; init; }

    /// <summary>Whether no kubelet has started it yet.</summary>
    public bool IsNew { get; init; }

    public JsonObject Metadata { get; } = new() { ["labels"] = new JsonObject { ["app"] = "demo" } };

    /// <summary>What became of its processes, once it is on a node.</summary>
    public PodTruth Truth { get; set; } = new();

    public bool EndedGracefully => Truth.EndedGracefully;

    public DateTimeOffset? TermAt => Truth.TermAt;

    private PodRecord Record => _record ??= new(Spec());

    public StandInPod With(string container, JsonObject? spec = null, bool isInit = false, ContainerBehaviour? behaviour = null)
    {
        if (_record is not null) throw new InvalidOperationException("First the containers, then their states.");
        spec ??= [];
        spec["name"] = container;
        spec["image"] = "registry.example/app:1";
        _containers.Add((spec, isInit));
        if (behaviour is not null) _behaviours[container] = behaviour;
        return this;
    }

    public StandInPod WithSidecar(string container, ContainerBehaviour? behaviour = null) =>
        With(container, new() { ["restartPolicy"] = "Always" }, isInit: true, behaviour);

    public ContainerBehaviour Behaviour(string container) => _behaviours.GetValueOrDefault(container) ?? new() { StopTime = StopTime };

    public StandInPod Waiting(string container, string reason, string? message = null) =>
        Set(container, found => found.Wait(reason, message));

    public StandInPod Running(string container, bool ready = false) => Set(container, found =>
    {
        if (!found.IsRunning) found.Run(Started);
        (found.IsStarted, found.IsReady) = (true, ready);
    });

    public StandInPod Ready(string container) => Running(container, ready: true);

    /// <exception cref="InvalidOperationException">The pod is being deleted: then no end shows before the last one.</exception>
    public StandInPod Ended(string container, int exitCode) => Set(container, found =>
    {
        if (Metadata["deletionTimestamp"] is not null)
            throw new InvalidOperationException("While a pod is being deleted, the ends of single containers do not show.");
        if (!found.IsRunning) found.Run(Started);
        found.End(exitCode, Started.AddSeconds(1));
    });

    /// <summary>The kubelet has ended the pod as a whole, for example because the node had no memory left.</summary>
    public StandInPod Failed(string reason, string message)
    {
        (Record.Failure, Record.IsDone, Record.IsOver, Record.HasSandbox) = ((reason, message), true, true, false);
        foreach (var container in Record.All.Where(container => container.State is not ContainerState.Terminated))
            container.End(137, Started.AddSeconds(1));
        return this;
    }

    /// <summary>Makes the object as large as real ones can be.</summary>
    public StandInPod Padded(int bytes)
    {
        Annotations["padding"] = new string('x', bytes);
        return this;
    }

    public JsonObject ToJson()
    {
        var metadata = Metadata.DeepClone().AsObject();
        metadata["uid"] ??= Uid;
        if (Annotations.Count > 0)
            metadata["annotations"] ??= new JsonObject(Annotations.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        if (Finalizer) metadata["finalizers"] = new JsonArray("example.com/held");
        if (Budget is not null) metadata["labels"]!["budget"] = Budget;
        if (Controller is not null)
            metadata["ownerReferences"] = new JsonArray(
                new JsonObject
                {
                    ["apiVersion"] = "apps/v1",
                    ["kind"] = Controller,
                    ["name"] = name,
                    ["uid"] = "owner",
                    ["controller"] = true
                });
        return new()
        {
            ["metadata"] = metadata,
            ["spec"] = Spec(),
            ["status"] = IsNew ? JsonNode.Parse(ResourceKinds.Pod.NewStatus!)
            : Record.ToStatus(null, Started)
        };
    }

    /// <summary>All containers run and are ready, or have ended as <see cref="ExitedWith"/> says.</summary>
    public StandInPod Settled()
    {
        Record.HasSandbox = Record.IsInitialized = true;
        foreach (var container in Record.All.Select(found => found.Name))
        {
            if (ExitedWith is { } code) Ended(container, code);
            else Ready(container);
        }
        if (ExitedWith is not null) (Record.IsDone, Record.IsOver, Record.HasSandbox) = (true, true, false);
        return this;
    }

    public override string ToString() => $"{podNamespace}/{name}";

    private static DateTimeOffset Started { get; } = new(2026, 11, 20, 10, 0, 5, TimeSpan.Zero);

    private JsonObject Spec()
    {
        if (_containers.Count == 0) With("main");
        var spec = new JsonObject();
        if (_containers.Exists(container => container.IsInit)) spec["initContainers"] = Containers(isInit: true);
        spec["containers"] = Containers(isInit: false);
        spec["restartPolicy"] = RestartPolicy;
        spec["terminationGracePeriodSeconds"] = Grace;
        spec["priority"] = Priority;
        spec["nodeName"] = "node-1";
        return spec;
    }

    private StandInPod Set(string container, Action<ContainerRecord> change)
    {
        Record.HasSandbox = true;
        change(Record.All.First(found => found.Name == container));
        // A container that runs has none before it that has not.
        if (!Record.Main.Any(main => main.HasRun)) return this;
        Record.IsInitialized = true;
        foreach (var step in Record.Init.Where(step => step.IsStep && step.State is ContainerState.Waiting)) step.End(0, Started);
        return this;
    }

    private JsonArray Containers(bool isInit) =>
        [.. _containers.Where(container => container.IsInit == isInit).Select(container => container.Spec.DeepClone())];
}
