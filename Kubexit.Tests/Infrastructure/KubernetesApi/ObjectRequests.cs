using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>Answers requests about objects: get, list, create, replace, merge patch, delete with preconditions.</summary>
internal sealed class ObjectRequests(ResourceStore store)
{
    public (int Code, JsonObject Body) Answer(ApiRequest request)
    {
        var path = request.Resource!;
        if (request.Verb == "list") return List(path, request);
        if (request.Verb == "create" && path.Name is null) return Create(path, request.Body!);
        if (path.Name is null || path.Subresource is not null) return Refused(StatusBody.NoSuchPath());
        if (store.Get(path) is not { } found) return Refused(StatusBody.NotFound(path));
        return request.Method switch
        {
            "GET" => (200, found),
            "PUT" => (200, store.Put(path, request.Body!)),
            "PATCH" => Patch(path, found, request.Body!),
            "DELETE" => Delete(path, found, request.Body),
            _ => Refused(StatusBody.NoSuchPath()),
        };
    }

    private (int, JsonObject) List(ResourcePath path, ApiRequest request)
    {
        var (items, version) = store.List(path, new Selector(request.Query.GetValueOrDefault("fieldSelector")));
        return (200, new()
        {
            ["kind"] = "List",
            ["apiVersion"] = path.ApiVersion,
            ["metadata"] = new JsonObject { ["resourceVersion"] = $"{version}" },
            ["items"] = new JsonArray([.. items]),
        });
    }

    private (int, JsonObject) Create(ResourcePath path, JsonObject body)
    {
        var name = (string?)body["metadata"]?["name"] ?? (string?)body["metadata"]?["generateName"] + Guid.NewGuid().ToString("N")[..5];
        var target = path with { Name = name };
        return store.Get(target) is null ? (201, store.Put(target, body)) : Refused(StatusBody.AlreadyExists(path, name));
    }

    private (int, JsonObject) Patch(ResourcePath path, JsonObject found, JsonObject patch)
    {
        var expected = (string?)patch["metadata"]?["resourceVersion"];
        if (expected is not null && expected != (string?)found["metadata"]!["resourceVersion"])
            return Refused(StatusBody.Conflict(path, "the object has been modified; please apply your changes to the latest version and try again"));
        Merge(found, patch);
        return (200, store.Put(path, found));
    }

    private (int, JsonObject) Delete(ResourcePath path, JsonObject found, JsonObject? options)
    {
        var (uid, actual) = ((string?)options?["preconditions"]?["uid"], (string?)found["metadata"]!["uid"]);
        if (uid is not null && uid != actual)
            return Refused(StatusBody.Conflict(path, $"the UID in the precondition ({uid}) does not match the UID in record ({actual})"));
        store.Delete(path);
        return (200, found);
    }

    // RFC 7386: null removes, objects merge, everything else replaces.
    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is null) target.Remove(key);
            else if (value is JsonObject inner && target[key] is JsonObject existing) Merge(existing, inner);
            else target[key] = value.DeepClone();
        }
    }

    private static (int, JsonObject) Refused(JsonObject status) => ((int)status["code"]!, status);
}
