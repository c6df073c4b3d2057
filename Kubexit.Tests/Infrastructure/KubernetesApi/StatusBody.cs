using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>Status objects with the words of the real server.</summary>
internal static class StatusBody
{
    public static JsonObject Create(int code, string reason, string message, JsonObject? details = null)
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = message,
            ["reason"] = reason,
        };
        if (details is not null) status["details"] = details;
        status["code"] = code;
        return status;
    }

    public static JsonObject Unauthorized() => Create(401, "Unauthorized", "Unauthorized");

    public static JsonObject Forbidden(ApiRequest request, string user)
    {
        var resource = request.Resource!;
        var place = resource.Namespace is { } name ? $"in the namespace \"{name}\"" : "at the cluster scope";
        return Create(
            403,
            "Forbidden",
            $"{resource.Resource} is forbidden: User \"{user}\" cannot {request.Verb} resource \"{resource.Resource}\" in API group \"{resource.Group}\" {place}",
            new() { ["kind"] = resource.Resource });
    }

    public static JsonObject NoSuchPath() => Create(404, "NotFound", "the server could not find the requested resource", []);

    public static JsonObject NotFound(ResourcePath path) =>
        Create(404, "NotFound", $"{path.Resource} \"{path.Name}\" not found", new() { ["name"] = path.Name, ["kind"] = path.Resource });

    public static JsonObject AlreadyExists(ResourcePath path, string name) =>
        Create(409, "AlreadyExists", $"{path.Resource} \"{name}\" already exists", new() { ["name"] = name, ["kind"] = path.Resource });

    public static JsonObject Conflict(ResourcePath path, string message) =>
        Create(409, "Conflict", $"Operation cannot be fulfilled on {path.Resource} \"{path.Name}\": {message}", new() { ["name"] = path.Name, ["kind"] = path.Resource });

    public static JsonObject Expired(long asked, long oldest) => Create(410, "Expired", $"too old resource version: {asked} ({oldest})");

    public static JsonObject TooManyRequests(int retryAfterSeconds) =>
        Create(
            429,
            "TooManyRequests",
            "The server has received too many requests and has asked us to try again later",
            new() { ["retryAfterSeconds"] = retryAfterSeconds });

    public static JsonObject InternalError() =>
        Create(
            500,
            "InternalError",
            "Internal error occurred: etcdserver: leader changed",
            new() { ["causes"] = new JsonArray(new JsonObject { ["message"] = "etcdserver: leader changed" }) });

    public static JsonObject ServiceUnavailable() => Create(503, "ServiceUnavailable", "the server is currently unable to handle the request");
}
