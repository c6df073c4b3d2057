using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>Deletes objects. A pod gets its grace first, an object with finalizers waits for them, everything else goes at once.</summary>
internal sealed class DeleteRequests(ObjectStore store)
{
    private const string Foreground = "foregroundDeletion";

    public ApiReply Answer(ApiRequest request)
    {
        var path = request.Resource!;
        var found = store.Find(path) ?? throw new ApiFailure(StatusBody.NotFound(path.Kind!, path.Name!));
        var options = DeleteOptionsBody.Of(request.Body);
        options.CheckPreconditions(found);
        // With a body, the query does not count: such a "dry run" deletes.
        if (options.IsDryRun || (request.Body is null && request.Query.GetValueOrDefault("dryRun") == "All")) return ApiReply.Of(found);
        var after = Delete(found, options);
        var isGone = store.Find(path)?.Uid != found.Uid;
        return isGone && !found.Kind.DeleteAnswersWithObject ? ApiReply.Of(200, StatusBody.Deleted(found)) : ApiReply.Of(after);
    }

    /// <summary>Deletes without a look at preconditions.</summary>
    public StoredObject Delete(StoredObject value, DeleteOptionsBody options) =>
        value.Kind.IsDeletedGracefully ? DeletePod(value, options.Grace) : DeleteOther(value, options);

    private StoredObject DeletePod(StoredObject pod, long? asked)
    {
        var now = store.Time.GetUtcNow();
        var after = store.Change(pod.Path, json =>
        {
            if ((string?)json["metadata"]!["uid"] != pod.Uid) return;
            if (json["metadata"]!["deletionTimestamp"] is not null) Shorten(json, asked, now);
            else Begin(json, FirstGrace(pod, asked), now);
        });
        if (after is null) return pod;
        if (after is { HasFinalizers: false, IsBeingDeleted: true } && after.Text("metadata.deletionGracePeriodSeconds") == "0")
            return store.Remove(pod.Path, pod.Uid) ?? after;
        return after;
    }

    private StoredObject DeleteOther(StoredObject value, DeleteOptionsBody options)
    {
        var isNamespace = value.Kind == ResourceKinds.Namespace;
        var isForeground = options.Propagation == "Foreground";
        if (!isNamespace && !isForeground && !value.HasFinalizers) return store.Remove(value.Path, value.Uid) ?? value;
        var now = store.Time.GetUtcNow();
        return store.Change(value.Path, json =>
        {
            if (json["metadata"]!["deletionTimestamp"] is not null) return;
            json["metadata"]!["deletionTimestamp"] = ObjectDefaults.Time(now);
            if (isNamespace) json["status"] = new JsonObject { ["phase"] = "Terminating" };
            else json["metadata"]!["deletionGracePeriodSeconds"] = 0;
            if (!isForeground) return;
            if (json["metadata"]!["finalizers"] is not JsonArray finalizers) json["metadata"]!["finalizers"] = finalizers = [];
            if (finalizers.All(name => (string?)name != Foreground)) finalizers.Add(Foreground);
        }) ?? value;
    }

    // There is nothing to end in a pod that no kubelet has, or whose containers have ended.
    private static long FirstGrace(StoredObject pod, long? asked)
    {
        if (string.IsNullOrEmpty(pod.Text("spec.nodeName")) || pod.Text("status.phase") is "Succeeded" or "Failed") return 0;
        var grace = asked ?? long.Parse(pod.Text("spec.terminationGracePeriodSeconds") ?? "30");
        return grace < 0 ? 1 : grace;
    }

    private static void Begin(JsonObject json, long grace, DateTimeOffset now)
    {
        json["metadata"]!["deletionTimestamp"] = ObjectDefaults.Time(now.AddSeconds(grace));
        json["metadata"]!["deletionGracePeriodSeconds"] = grace;
    }

    // A longer grace changes nothing. A shorter one counts from the first request, but never ends in the past.
    private static void Shorten(JsonObject json, long? asked, DateTimeOffset now)
    {
        if (asked is not { } grace) return;
        if (grace < 0) grace = 1;
        var (until, before) = (DateTimeOffset.Parse((string)json["metadata"]!["deletionTimestamp"]!),
            (long)json["metadata"]!["deletionGracePeriodSeconds"]!);
        if (grace >= before) return;
        var end = until.AddSeconds(grace - before);
        if (end < now)
        {
            grace = Math.Min(grace, 1);
            end = now.AddSeconds(grace);
        }
        json["metadata"]!["deletionTimestamp"] = ObjectDefaults.Time(end);
        json["metadata"]!["deletionGracePeriodSeconds"] = grace;
    }
}
