using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>One container as the kubelet knows it, and its status as the kubelet writes it.</summary>
internal sealed class ContainerRecord(JsonObject spec, bool isInit, string restartPolicy)
{
    public string Name { get; } = (string)spec["name"]!;

    public bool IsInit => isInit;

    public bool IsSidecar { get; } = isInit && (string?)spec["restartPolicy"] == "Always";

    /// <summary>An init container that is to end before the next one starts.</summary>
    public bool IsStep => IsInit && !IsSidecar;

    public ContainerState State { get; private set; } = new ContainerState.Waiting("ContainerCreating");

    public ContainerState.Terminated? LastState { get; private set; }

    public bool IsReady { get; set; }

    /// <summary>Its startup probe has passed, or there is none.</summary>
    public bool IsStarted { get; set; }

    public int RestartCount { get; private set; }

    public bool HasRun => _containerId is not null;

    public bool IsRunning => State is ContainerState.Running;

    private string? _containerId;

    public void Wait(string reason, string? message = null)
    {
        if (State is ContainerState.Terminated end) LastState = end;
        (State, IsReady, IsStarted) = (new ContainerState.Waiting(reason, message), false, false);
    }

    public void Run(DateTimeOffset now)
    {
        if (State is ContainerState.Terminated end) LastState = end;
        if (_containerId is not null) RestartCount++;
        _containerId = "containerd://" + Guid.NewGuid().ToString("N");
        (State, IsReady, IsStarted) = (new ContainerState.Running(now), false, false);
    }

    public void End(int exitCode, DateTimeOffset now, string? reason = null)
    {
        var started = State is ContainerState.Running running ? running.StartedAt : now;
        _containerId ??= "containerd://" + Guid.NewGuid().ToString("N");
        State = new ContainerState.Terminated(exitCode, reason ?? (exitCode == 0 ? "Completed" : "Error"), started, now, _containerId);
        // A container that has done its work counts as ready.
        (IsReady, IsStarted) = (IsStep && exitCode == 0, false);
    }

    /// <summary>The pod ends while it waits: it has the state of its last life, or none that anybody knows.</summary>
    public void GiveUp(DateTimeOffset now)
    {
        if (LastState is { } last) (State, IsReady, IsStarted) = (last, false, false);
        else End(137, now, "ContainerStatusUnknown");
    }

    /// <summary>Whether it is started again after this exit, when its pod is not ending.</summary>
    public bool Restarts(int exitCode) => (IsSidecar ? "Always" : restartPolicy) switch
    {
        "Never" => false,
        "OnFailure" => exitCode != 0,
        _ => !IsStep || exitCode != 0,
    };

    public JsonObject ToStatus()
    {
        var status = new JsonObject
        {
            ["name"] = Name,
            ["state"] = State.ToJson(),
            ["lastState"] = LastState?.ToJson() ?? [],
            ["ready"] = IsReady,
            ["restartCount"] = RestartCount,
            ["image"] = (string?)spec["image"] ?? "registry.example/app:1",
            ["imageID"] = HasRun ? "sha256:095464cbd0c995e6c75a200e2e261b221446410bd2fd415ab5af204c5b1d3e2e" : "",
        };
        if (_containerId is not null) status["containerID"] = _containerId;
        status["started"] = IsStarted;
        if (!HasRun) return status;
        status["resources"] = new JsonObject();
        status["user"] = new JsonObject
        {
            ["linux"] = new JsonObject
            {
                ["uid"] = 0,
                ["gid"] = 0,
                ["supplementalGroups"] = new JsonArray(0)
            }
        };
        return status;
    }
}
