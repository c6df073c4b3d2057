using System.Text.Json.Nodes;
using Kubexit.Tests.KubernetesApi;
using Kubexit.Tests.Recordings;

namespace Kubexit.Tests.Conformance;

/// <summary>Objects of the recorded cluster.</summary>
internal static class Objects
{
    private static readonly DateTimeOffset Started = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    public static void ConfigMap(ApiServer server, string name, string value = "1", string ns = "rec-watch") => server.Store.Put(
        new("api/v1", ns, "configmaps", name, null), new JsonObject { ["data"] = new JsonObject { ["v"] = value } });

    public static void WriteConfigMap(ApiServer server, string name, string value) =>
        server.Store.Change(new("api/v1", "rec-watch", "configmaps", name, null), now => now["data"]!["v"] = value);

    /// <summary>What a list of the recording has, as it has it.</summary>
    public static void OfList(ApiServer server, Recording recording, string pathPart)
    {
        var list = recording.Lines.OfType<RecordedExchange>()
            .First(exchange => exchange.Path.Contains(pathPart, StringComparison.Ordinal) && exchange.Body?["items"] is JsonArray);
        var path = ResourcePath.Parse(list.Path.Split('?')[0])!;
        foreach (var item in list.Body!["items"]!.AsArray())
            Put(server, path with { Name = (string)item!["metadata"]!["name"]! }, item.AsObject());
    }

    /// <summary>An object as an answer of the recording shows it, but not being deleted.</summary>
    public static void OfAnswer(ApiServer server, Recording recording, string path, int skip = 0)
    {
        var answer = recording.Lines.OfType<RecordedExchange>()
            .Where(exchange => exchange.Path.Split('?')[0].StartsWith(path, StringComparison.Ordinal) && exchange.Status < 300
                && !exchange.IsShortened).Skip(skip).First();
        Put(server, ResourcePath.Parse(path)!, answer.Body!.AsObject());
    }

    /// <summary>A pod with one container, <c>main</c>, on the node.</summary>
    public static void Pod(ApiServer server, string ns, string name, string phase = "Running", int grace = 30, bool isReady = true,
        JsonObject? spec = null, params string[] finalizers)
    {
        spec = spec?.DeepClone().AsObject()
            ?? new JsonObject
            {
                ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "localhost/busybox:1" }),
                ["restartPolicy"] = "Always"
            };
        spec["terminationGracePeriodSeconds"] = grace;
        if (phase != "Pending") spec["nodeName"] = "node1";
        var record = new PodRecord(spec) { HasSandbox = true, StartTime = Started };
        foreach (var container in record.Main.Where(_ => phase != "Pending"))
        {
            container.Run(Started);
            (container.IsStarted, container.IsReady) = (true, isReady);
            if (phase != "Running") container.End(phase == "Failed" ? 1 : 0, Started);
        }
        if (phase is "Succeeded" or "Failed") (record.IsDone, record.IsOver, record.HasSandbox) = (true, true, false);
        var metadata = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } };
        if (finalizers.Length > 0) metadata["finalizers"] = new JsonArray([.. finalizers.Select(finalizer => (JsonNode)finalizer)]);
        var status = phase == "Pending" ? JsonNode.Parse("""{"phase":"Pending","qosClass":"BestEffort","conditions":[]}""")
            : record.ToStatus(null, Started);
        server.Store.Put(ResourcePath.Of(ResourceKinds.Pod, ns, name),
            new JsonObject { ["metadata"] = metadata, ["spec"] = spec, ["status"] = status });
    }

    public static void Budget(ApiServer server, string ns, string name, string app, int minAvailable)
    {
        server.Store.Put(ResourcePath.Of(ResourceKinds.DisruptionBudget, ns, name), new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["minAvailable"] = minAvailable,
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = app } }
            },
        });
    }

    private static void Put(ApiServer server, ResourcePath path, JsonObject answer)
    {
        var value = answer.DeepClone().AsObject();
        foreach (var name in (string[])["uid", "resourceVersion", "generation", "deletionTimestamp", "deletionGracePeriodSeconds"])
            value["metadata"]!.AsObject().Remove(name);
        server.Store.Put(path, value);
    }
}
