using System.Text.Json.Nodes;
using Kubexit.Tests.KubernetesApi;
using Kubexit.Tests.Recordings;

namespace Kubexit.Tests.Conformance;

/// <summary>What was recorded and what the stand-in said, in the form in which they must be equal.</summary>
internal static class Comparison
{
    private static readonly string[] OfContainers = ["image", "imageID", "resources"];

    public static string Recorded(Normal normal, RecordedExchange exchange) => Line(
        exchange.Verb, exchange.Path, exchange.Status, (string?)exchange.Headers?["Retry-After"],
            normal.Of(Without(Summary(exchange.Body))), exchange.Body is JsonObject ? "" : (string?)exchange.Body);

    public static string Said(Normal normal, RecordedExchange exchange, ApiReply reply)
    {
        JsonNode? body = reply.Body;
        if (exchange.Verb == "WATCH" && reply.Watch is not null && exchange.Body is null) body = null;
        if (exchange.User is not null && exchange.Status < 300) body = OfRights(exchange.Body, body);
        else if (exchange.IsShortened) body = Normal.Like(exchange.Body, body);
        var header = exchange.Headers?["Retry-After"] is null ? null : $"{reply.RetryAfter}";
        var text = exchange.Body is JsonObject || exchange.Body is null ? exchange.Body is null ? null : "" : reply.Text;
        return Line(exchange.Verb, exchange.Path, reply.Status, header, normal.Of(Without(body)), text);
    }

    /// <summary>The events of one stream, without those that show nothing new.</summary>
    public static IReadOnlyList<string> Events(string recording, IEnumerable<(string Type, JsonObject Object)> events)
    {
        var normal = new Normal();
        var lines = new List<string>();
        string? last = null;
        foreach (var (type, value) in events)
        {
            if (type == "BOOKMARK" && recording != "watch/bookmarks" && value["metadata"]!["annotations"] is null) continue;
            var shown = type == "BOOKMARK" ? Bookmark(value) : normal.Of(Without(value, recording))!.AsObject();
            // The version is new even where nothing else is.
            var content = $"{type} {shown.ToJsonString().Replace("\"resourceVersion\":\"newer\",", "")}";
            if (content == last || (type == "MODIFIED" && last is not null && content[8..] == last[(last.IndexOf(' ') + 1)..])) continue;
            last = content;
            lines.Add(content);
        }
        return lines;
    }

    private static JsonObject Bookmark(JsonObject value)
    {
        var copy = value.DeepClone().AsObject();
        copy["metadata"]!["resourceVersion"] = "version";
        return copy;
    }

    private static JsonNode? Without(JsonNode? node, string recording = "")
    {
        if (node is not JsonObject body) return node;
        var copy = body.DeepClone().AsObject();
        if (copy["metadata"] is JsonObject metadata && (string?)copy["kind"] != "Status") metadata.Remove("annotations");
        if (copy["status"] is not JsonObject status || (string?)copy["kind"] != "Pod") return copy;
        status.Remove("resources");
        foreach (var list in (JsonNode?[])[status["containerStatuses"], status["initContainerStatuses"]])
        {
            foreach (var container in list as JsonArray ?? []) Array.ForEach(OfContainers, name => container!.AsObject().Remove(name));
        }
        foreach (var name in (string[])["podIP", "podIPs"]) status.Remove(name);
        if (status["conditions"] is JsonArray conditions)
            status["conditions"] = new JsonArray(
                [.. conditions.Where(condition => Differences.NotCompared(recording, (string)condition!["type"]!) is null)
                .Select(condition => condition!.DeepClone())]);
        return copy;
    }

    private static JsonNode? Summary(JsonNode? body) => body is JsonObject ? body : null;

    // Recordings about rights have kinds and names only.
    private static JsonNode? OfRights(JsonNode? recorded, JsonNode? body)
    {
        if (recorded?["kind"] is null || body is null) return recorded?["kind"] is null ? recorded : null;
        var summary = new JsonObject { ["kind"] = (string?)body["kind"] };
        if (recorded["items"] is null) return summary;
        summary["items"] = new JsonArray([.. body["items"]!.AsArray().Select(item => (JsonNode?)(string?)item!["metadata"]!["name"])]);
        return summary;
    }

    private static string Line(string verb, string path, int status, string? retryAfter, JsonNode? body, string? text) =>
        $"{verb} {path} -> {status}{(retryAfter is null ? "" : $" after {retryAfter}")} {body?.ToJsonString() ?? text}";
}
