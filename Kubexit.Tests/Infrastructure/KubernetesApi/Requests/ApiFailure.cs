using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>A request that the server refuses, in its own words.</summary>
internal sealed class ApiFailure(JsonObject status) : Exception((string?)status["message"])
{
    public JsonObject Status => status;

    public ApiReply ToReply() => ApiReply.Refused(status);
}
