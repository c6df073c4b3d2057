using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>The state of a container in its status.</summary>
internal abstract record ContainerState
{
    public sealed record Waiting(string Reason, string? Message = null) : ContainerState;

    public sealed record Running(DateTimeOffset StartedAt) : ContainerState;

    public sealed record Terminated(int ExitCode, string Reason, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, string ContainerId)
        : ContainerState;

    public JsonObject ToJson()
    {
        var (name, json) = this switch
        {
            Waiting waiting => ("waiting", new JsonObject { ["reason"] = waiting.Reason }),
            Running running => ("running", new JsonObject { ["startedAt"] = ObjectDefaults.Time(running.StartedAt) }),
            Terminated end => ("terminated", new JsonObject
            {
                ["exitCode"] = end.ExitCode,
                ["reason"] = end.Reason,
                ["startedAt"] = ObjectDefaults.Time(end.StartedAt),
                ["finishedAt"] = ObjectDefaults.Time(end.FinishedAt),
                ["containerID"] = end.ContainerId,
            }),
            _ => throw new InvalidOperationException($"{this} is no state."),
        };
        if (this is Waiting { Message: { } message }) json["message"] = message;
        return new() { [name] = json };
    }
}
