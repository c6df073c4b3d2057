using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Conformance;

/// <summary>
/// Makes what two servers said comparable: identities become numbers in the order they appear, times and versions words. An object's
/// version becomes what it is to its last one: the same, or newer.
/// </summary>
internal sealed partial class Normal
{
    private static readonly string[] Times = ["creationTimestamp", "deletionTimestamp", "lastTransitionTime", "lastProbeTime",
        "lastHeartbeatTime", "startedAt", "finishedAt", "startTime", "completionTime"];

    private readonly Dictionary<string, int> _uids = [];
    private readonly Dictionary<string, long> _versions = [];

    public JsonNode? Of(JsonNode? node) => node switch
    {
        JsonObject value => OfObject(value),
        JsonArray list => new JsonArray([.. list.Select(Of)]),
        JsonValue value when value.TryGetValue<string>(out var text) => Words(text),
        null => null,
        _ => node.DeepClone(),
    };

    /// <summary>Only what the other side has, too: where a recording was shortened.</summary>
    public static JsonNode? Like(JsonNode? pattern, JsonNode? node) => (pattern, node) switch
    {
        (JsonObject keys, JsonObject value) =>
            new JsonObject(keys.Where(pair => value.ContainsKey(pair.Key))
            .Select(pair => KeyValuePair.Create(pair.Key, Like(pair.Value, value[pair.Key])))),
        _ => node?.DeepClone(),
    };

    private JsonObject OfObject(JsonObject value)
    {
        var normal = new JsonObject();
        foreach (var (key, item) in value.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            normal[key] = key switch
            {
                "resourceVersion" => Version(value),
                "continue" => "token",
                "conditions" when item is JsonArray conditions =>
                    new JsonArray([.. conditions.OrderBy(condition => (string?)condition!["type"], StringComparer.Ordinal).Select(Of)]),
                _ when Array.IndexOf(Times, key) >= 0 && item is not null => "time",
                _ => Of(item),
            };
        }
        return normal;
    }

    private string Version(JsonObject metadata)
    {
        if ((string?)metadata["uid"] is not { } uid || !long.TryParse((string?)metadata["resourceVersion"], out var version))
            return "version";
        var isKnown = _versions.TryGetValue(uid, out var last);
        _versions[uid] = version;
        return !isKnown ? "first" : version == last ? "same" : version > last ? "newer" : "older";
    }

    private string Words(string text)
    {
        text = Uid().Replace(text, match => match.Value.Trim('0', '-').Length == 0 ? match.Value : $"uid{Number(match.Value)}");
        text = Time().Replace(text, "time");
        text = GeneratedName().Replace(text, "generated");
        text = ContainerId().Replace(text, "containerd://id");
        return Numbers().Replace(text, "n");
    }

    private int Number(string uid)
    {
        if (!_uids.TryGetValue(uid, out var number)) _uids[uid] = number = _uids.Count + 1;
        return number;
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")]
    private static partial Regex Time();

    [GeneratedRegex("containerd://[0-9a-f]+")]
    private static partial Regex ContainerId();

    [GeneratedRegex("(?<=^rec-|\"rec-)[0-9a-z]{5}(?=$|\" is invalid)")]
    private static partial Regex GeneratedName();

    // Versions in messages. Ports and codes are shorter.
    [GeneratedRegex(@"(?<![\w.])\d{5,}(?![\w.])")]
    private static partial Regex Numbers();
}
