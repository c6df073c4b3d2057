using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>Status objects with the words of the real server.</summary>
internal static class StatusBody
{
    public const string Modified = "the object has been modified; please apply your changes to the latest version and try again";

    public static JsonObject Create(int code, string? reason, string message, JsonObject? details = null)
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = message
        };
        if (reason is not null) status["reason"] = reason;
        if (details is not null) status["details"] = details;
        status["code"] = code;
        return status;
    }

    /// <summary>The answer to an eviction that is accepted.</summary>
    public static JsonObject Success(int code) =>
        new() { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = code };

    /// <summary>The answer to a delete of a kind that is not shown once more. It has no code.</summary>
    public static JsonObject Deleted(StoredObject value)
    {
        var details = Details(value.Kind, value.Path.Name!, value.Kind.Resource);
        details["uid"] = value.Uid;
        return new()
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = details
        };
    }

    public static JsonObject Unauthorized() => Create(401, "Unauthorized", "Unauthorized");

    public static JsonObject BadRequest(string message) => Create(400, "BadRequest", message);

    public static string NotANumber(string version) =>
        $"resourceVersion: Invalid value: \"{version}\": strconv.ParseUint: parsing \"{version}\": invalid syntax";

    /// <summary>Names the object when the path or the field selector does.</summary>
    public static JsonObject Forbidden(ApiRequest request, string user)
    {
        if (request.Resource is not { } path)
            return Create(403, "Forbidden", $"forbidden: User \"{user}\" cannot {request.Verb} path \"{request.Path}\"", []);
        var qualified = path.Group.Length == 0 ? path.Resource : $"{path.Resource}.{path.Group}";
        var resource = path.Subresource is null ? path.Resource : $"{path.Resource}/{path.Subresource}";
        var place = path.Namespace is { } ns ? $"in the namespace \"{ns}\"" : "at the cluster scope";
        var details = new JsonObject();
        if (request.Name is { } named) details["name"] = named;
        if (path.Group.Length > 0) details["group"] = path.Group;
        details["kind"] = path.Resource;
        return Create(
            403, "Forbidden",
            $"{qualified} {(request.Name is { } name ? $"\"{name}\" " : "")}is forbidden: "
            + $"User \"{user}\" cannot {request.Verb} resource \"{resource}\" in API group \"{path.Group}\" {place}",
            details);
    }

    public static JsonObject NamespaceTerminating(ResourceKind kind, string name, string ns)
    {
        var details = Details(kind, name, kind.Resource);
        details["causes"] = new JsonArray(
            new FieldFault("NamespaceTerminating", "metadata.namespace", $"namespace {ns} is being terminated").ToCause());
        return Create(
            403, "Forbidden",
                $"{kind.QualifiedResource} \"{name}\" is forbidden: "
                + $"unable to create new content in namespace {ns} because it is being terminated", details);
    }

    public static JsonObject NoSuchResource() => Create(404, "NotFound", "the server could not find the requested resource", []);

    public static JsonObject NotFound(ResourceKind kind, string name) =>
        Create(404, "NotFound", $"{kind.QualifiedResource} \"{name}\" not found", Details(kind, name, kind.Resource));

    public static JsonObject AlreadyExists(ResourceKind kind, string name) =>
        Create(409, "AlreadyExists", $"{kind.QualifiedResource} \"{name}\" already exists", Details(kind, name, kind.Resource));

    /// <summary>A conflict of a write names the resource.</summary>
    public static JsonObject Conflict(ResourceKind kind, string name) =>
        Create(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedResource} \"{name}\": {Modified}",
            Details(kind, name, kind.Resource));

    /// <summary>A conflict of a precondition names the kind.</summary>
    public static JsonObject WrongUid(StoredObject value, string asked) => PreconditionFailed(
        value, $"the UID in the precondition ({asked}) does not match the UID in record ({value.Uid}). "
        + "The object might have been deleted and then recreated");

    public static JsonObject WrongVersion(StoredObject value, string asked) => PreconditionFailed(
        value, $"the ResourceVersion in the precondition ({asked}) does not match the ResourceVersion in record ({value.Version}). "
        + "The object might have been modified");

    public static JsonObject Expired(long asked, long oldest) => Create(410, "Expired", $"too old resource version: {asked} ({oldest})");

    public static JsonObject ExpiredList() => Create(410, "Expired", "The resourceVersion for the provided list is too old.");

    /// <summary>The token in the metadata leads to the rest of the list as it is now.</summary>
    public static JsonObject ExpiredContinue(string inconsistent)
    {
        var status = Create(
            410, "Expired",
            "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue "
            + "parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the "
            + "provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the "
            + "first chunk was returned and now may show up in the list.");
        status["metadata"]!["continue"] = inconsistent;
        return status;
    }

    public static JsonObject UnsupportedMediaType() => Create(415, "UnsupportedMediaType", "415: Unsupported Media Type", []);

    public static JsonObject Invalid(ResourceKind kind, string name, params FieldFault[] faults)
    {
        var different = faults.Distinct().ToList();
        var all = string.Join(", ", different);
        var details = Details(kind, name, kind.Name);
        details["causes"] = new JsonArray([.. faults.Select(fault => fault.ToCause())]);
        if (name.Length == 0) details.Remove("name");
        return Create(422, "Invalid", $"{kind.QualifiedName} \"{name}\" is invalid: {(different.Count > 1 ? $"[{all}]" : all)}", details);
    }

    public static JsonObject OverBudget(string message, int? retryAfterSeconds = null)
    {
        var details = new JsonObject
        {
            ["causes"] = new JsonArray(
            new JsonObject { ["reason"] = "DisruptionBudget", ["message"] = message })
        };
        if (retryAfterSeconds is { } seconds) details["retryAfterSeconds"] = seconds;
        return Create(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", details);
    }

    public static JsonObject SeveralBudgets() =>
        Create(500, null, "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");

    public static JsonObject InternalError() => Create(
        500, "InternalError", "Internal error occurred: etcdserver: leader changed",
        new() { ["causes"] = new JsonArray(new JsonObject { ["message"] = "etcdserver: leader changed" }) });

    public static JsonObject ServiceUnavailable() =>
        Create(503, "ServiceUnavailable", "the server is currently unable to handle the request");

    public static JsonObject VersionTooLarge(long asked, long current) => Create(
        504, "Timeout", $"Timeout: Too large resource version: {asked}, current: {current}",
        new()
        {
            ["causes"] = new JsonArray(
                new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
            ["retryAfterSeconds"] = 1,
        });

    private static JsonObject PreconditionFailed(StoredObject value, string message) => Create(
        409, "Conflict", $"Operation cannot be fulfilled on {value.Kind.QualifiedName} \"{value.Path.Name}\": {message}",
        Details(value.Kind, value.Path.Name!, value.Kind.Name));

    private static JsonObject Details(ResourceKind kind, string name, string shown)
    {
        var details = new JsonObject { ["name"] = name };
        if (kind.Group.Length > 0) details["group"] = kind.Group;
        details["kind"] = shown;
        return details;
    }
}
