using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>Creates, replaces and patches objects; their status only at <c>/status</c>.</summary>
internal sealed class WriteRequests(ObjectStore store)
{
    private static readonly string[] Immutable =
        ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation"];

    public ApiReply Create(ApiRequest request)
    {
        var (path, kind) = (request.Resource!, request.Resource!.Kind!);
        if (request.Body is not { } body)
            throw new ApiFailure(StatusBody.BadRequest(
                $"the object provided is unrecognized (must be of type {kind.Name}): "
                + "couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)"));
        var metadata = body["metadata"] as JsonObject;
        var prefix = (string?)metadata?["generateName"];
        var name = (string?)metadata?["name"] ?? prefix + Guid.NewGuid().ToString("N")[..5];
        if ((string?)metadata?["namespace"] is { Length: > 0 } other && other != path.Namespace)
            throw new ApiFailure(
                StatusBody.BadRequest("the namespace of the provided object does not match the namespace sent on the request"));
        if (path.Namespace is not null) Namespaces.Admit(store, kind, (string?)metadata?["name"] ?? prefix ?? "", path.Namespace);
        Validation.OfNew(kind, name, body, path.Namespace);
        metadata?.Remove("uid");
        metadata?.Remove("resourceVersion");
        if (kind.NewStatus is { } status) body["status"] = JsonNode.Parse(status);
        if (kind == ResourceKinds.Pod) NewObjects.CompletePod(body);
        if (kind == ResourceKinds.Event) NewObjects.CompleteEvent(body);
        var created = store.Create(path with { Name = name }, body) ?? throw new ApiFailure(StatusBody.AlreadyExists(kind, name));
        return ApiReply.Of(201, created.Copy());
    }

    public ApiReply Replace(ApiRequest request) =>
        Change(request, (target, _) => target, (string?)request.Body?["metadata"]?["resourceVersion"]);

    public ApiReply Patch(ApiRequest request)
    {
        Action<JsonObject, JsonObject> merge = request.ContentType?.Split(';')[0] switch
        {
            "application/merge-patch+json" => MergePatch.Apply,
            "application/strategic-merge-patch+json" => StrategicMergePatch.Apply,
            _ => throw new ApiFailure(StatusBody.UnsupportedMediaType()),
        };
        return Change(request, (patch, now) =>
        {
            merge(now, patch);
            return now;
        }, (string?)request.Body?["metadata"]?["resourceVersion"]);
    }

    private ApiReply Change(ApiRequest request, Func<JsonObject, JsonObject, JsonObject> newValue, string? expectedVersion)
    {
        var path = request.Resource! with { Subresource = null };
        var kind = path.Kind!;
        var changed = store.Change(path, now =>
        {
            if (expectedVersion is not null && expectedVersion != (string?)now["metadata"]!["resourceVersion"])
                throw new ApiFailure(StatusBody.Conflict(kind, path.Name!));
            var before = now.DeepClone().AsObject();
            var after = newValue(request.Body?.DeepClone().AsObject() ?? [], now.DeepClone().AsObject());
            Validation.OfChange(kind, before, after);
            Take(kind, before, after, now, isStatus: request.Resource!.Subresource == "status");
        }) ?? throw new ApiFailure(StatusBody.NotFound(kind, path.Name!));
        return ApiReply.Of(changed);
    }

    private static void Take(ResourceKind kind, JsonObject before, JsonObject after, JsonObject target, bool isStatus)
    {
        foreach (var name in before.Select(pair => pair.Key).Union(after.Select(pair => pair.Key)).ToList())
        {
            var isOfStatus = name == "status";
            if (name != "metadata" && kind.HasStatus && isOfStatus != isStatus) continue;
            target.Remove(name);
            if (after[name] is { } value) target[name] = value.DeepClone();
        }
        // Nobody may change these; a deletion is asked for by DELETE.
        foreach (var name in Immutable)
        {
            target["metadata"]!.AsObject().Remove(name);
            if (before["metadata"]![name] is { } kept) target["metadata"]![name] = kept.DeepClone();
        }
    }
}
