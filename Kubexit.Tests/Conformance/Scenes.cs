using System.Text.Json.Nodes;
using Kubexit.Tests.KubernetesApi;
using Kubexit.Tests.Recordings;

namespace Kubexit.Tests.Conformance;

/// <summary>The scene of each recording that is replayed request by request.</summary>
internal static class Scenes
{
    private const string Evict = "rec-evict";

    public static Scene Of(string recording) => recording.Split('/')[0] switch
    {
        "job" or "workload" or "service" => new Scene { Controllers = new(), Before = PodsByName },
        "pod" => PodScenes.Of(recording.Split('/')[1]),
        "rbac" => RightsScene.Create(),
        _ => Of(recording.Split('/')[0], recording.Split('/')[1]),
    };

    private static Scene Of(string folder, string name) => (folder, name) switch
    {
        ("watch", "bookmarks") => new() { Prepare = (server, _) => server.Store.StartAt(13721, 11919) },
        ("watch", "expired-410") => new()
        {
            Prepare = (server, recording) =>
            {
                Objects.OfList(server, recording, "resourceVersionMatch=Exact");
                server.Store.StartAt(13983, 11919);
            },
            AtNote = (server, note) =>
            {
                if (!((string)note.Json["note"]!).StartsWith("etcd compacted", StringComparison.Ordinal)) return;
                foreach (var value in (string[])["0", "1", "2"]) Objects.WriteConfigMap(server, "page0", value);
            },
        },
        ("watch", "expired-continue") => new() { Prepare = (server, _) => server.Store.StartAt(13986, 11919) },
        ("watch", "grouped-errors") => new()
        {
            Prepare = (server, recording) =>
            {
                server.Store.Put(ResourcePath.Of(ResourceKinds.Job, "rec-watch", "dup"),
                    new JsonObject { ["spec"] = new JsonObject(), ["status"] = new JsonObject() });
                Objects.OfAnswer(server, recording, "/api/v1/namespaces/rec-watch/services/s");
                Objects.OfAnswer(server, recording, "/api/v1/namespaces/rec-watch/pods/unsched");
            },
        },
        ("watch", "name-appears-later-and-is-recreated") =>
            new() { Prepare = (server, _) => server.Store.StartAt(13721, 11919), Controllers = new() },
        ("watch", "no-op-writes") => new() { Prepare = (server, _) => Objects.ConfigMap(server, "same") },
        ("watch", "object-leaves-the-selector") => new() { Prepare = (server, _) => Objects.ConfigMap(server, "moves") },
        ("watch", "other-errors") => new() { Prepare = (server, _) => Objects.ConfigMap(server, "dup") },
        ("watch", "resource-versions") => new()
        {
            Prepare = (server, recording) =>
            {
                Objects.OfList(server, recording, "resourceVersion=1&");
                server.Store.StartAt(13866, 11919);
            },
            // Somebody else made it meanwhile.
            Before = (server, exchange) =>
            {
                if (exchange.Path.EndsWith("limit=1", StringComparison.Ordinal)) Objects.ConfigMap(server, "wl");
            },
        },
        ("watch", "watch-list") => new() { Prepare = (server, _) => Objects.ConfigMap(server, "wl") },
        ("eviction", "delete-grace") => new()
        {
            HasKubelet = true,
            Behaviours = ((string[])["uidm", "longer", "shorter", "shrink", "grow", "zero", "fin"])
                .ToDictionary(pod => $"{pod}/main", _ => ContainerBehaviour.IgnoresTerm),
            Prepare = (server, recording) =>
            {
                foreach (var pod in (string[])["uidm", "longer", "shorter", "shrink", "grow", "zero"])
                    Objects.Pod(server, Evict, pod, grace: 4);
                Objects.Pod(server, Evict, "fin", grace: 4, spec: SpecOf(recording, "/pods/fin"), finalizers: "example.com/hold");
            },
        },
        ("eviction", "eviction") => new()
        {
            HasKubelet = true,
            Behaviours = { ["plain/main"] = new() { StopTime = TimeSpan.FromSeconds(4.2) },
                ["b1/main"] = new() { StopTime = TimeSpan.FromSeconds(4) } },
            Prepare = EvictionObjects,
        },
        ("eviction", "eviction-wrong-uid") => new()
        {
            HasKubelet = true,
            Behaviours = { ["w-terminating/main"] = ContainerBehaviour.IgnoresTerm },
            Prepare = (server, _) =>
            {
                (string, string)[] pods =
                [
                    ("w-pending", "Pending"), ("w-done", "Succeeded"), ("w-running", "Running"), ("w-budget", "Running"),
                    ("w-terminating", "Running"),
                ];
                foreach (var (name, phase) in pods) Objects.Pod(server, Evict, name, phase);
                Objects.Budget(server, Evict, "w", "w-budget", minAvailable: 0);
                new DeleteRequests(server.Store)
                    .Delete(server.Store.Find(ResourcePath.Of(ResourceKinds.Pod, Evict, "w-terminating"))!,
                    new DeleteOptionsBody(Grace: 60));
            },
        },
        ("eviction", "node-patch") => new() { Prepare = (server, recording) => Objects.OfAnswer(server, recording, "/api/v1/nodes/node1") },
        ("eviction", "terminating-namespace") => new() { Prepare = (server, _) => Objects.Pod(server, "rec-term", "p") },
        _ => throw new InvalidOperationException($"The recording {folder}/{name} has no scene."),
    };

    private static void EvictionObjects(ApiServer server, Recording recording)
    {
        foreach (var pod in (string[])["uid", "two", "dry"]) Objects.Pod(server, Evict, pod, grace: 5);
        foreach (var pod in (string[])["b1", "b2"])
        {
            Objects.Pod(server, Evict, pod, grace: 5);
            server.Store.Change(ResourcePath.Of(ResourceKinds.Pod, Evict, pod), now => now["metadata"]!["labels"]!["app"] = "b");
        }
        Objects.Pod(server, Evict, "plain", grace: 5, spec: SpecOf(recording, "/pods/plain"));
        Objects.Pod(server, Evict, "done", "Succeeded");
        Objects.Pod(server, Evict, "failed", "Failed");
        Objects.Pod(server, Evict, "pend", "Pending");
        Objects.Pod(server, Evict, "unready", isReady: false);
        Objects.Budget(server, Evict, "b", "b", minAvailable: 2);
        Objects.Budget(server, Evict, "two1", "two", minAvailable: 0);
        Objects.Budget(server, Evict, "two2", "two", minAvailable: 0);
        foreach (var app in (string[])["done", "pend", "unready", "dry"]) Objects.Budget(server, Evict, app, app, minAvailable: 1);
    }

    private static JsonObject SpecOf(Recording recording, string pathPart) => recording.Lines.OfType<RecordedExchange>()
        .First(exchange => exchange.Verb == "GET" && exchange.Path.Contains(pathPart, StringComparison.Ordinal)).Body!["spec"]!.AsObject();

    // Of these pods the recording has only their names, and the grace that they had when they were deleted.
    private static void PodsByName(ApiServer server, RecordedExchange exchange)
    {
        if (exchange.Verb != "DELETE" || ResourcePath.Parse(exchange.Path) is not { Resource: "pods" } path
            || (long?)exchange.Body?["metadata"]?["deletionGracePeriodSeconds"] is not { } grace) return;
        var uid = (string)exchange.Body!["metadata"]!["uid"]!;
        if (server.Store.Find(path)?.Uid != uid)
        {
            server.Store.Delete(path);
            Scene.GiveUid(server, uid);
            Objects.Pod(server, path.Namespace!, path.Name!, grace: (int)grace);
            return;
        }
        server.Store.Change(path, pod =>
        {
            pod["spec"]!["nodeName"] = "node1";
            pod["spec"]!["terminationGracePeriodSeconds"] = grace;
            if (grace == 0) pod["status"]!["phase"] = "Succeeded";
        });
    }
}
