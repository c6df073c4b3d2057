using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kubexit.Tests.Recordings;

/// <summary>
/// What a real API server said. Reads the recordings of this repository, the lines of a watch as curl gets them, and what <c>kubectl get -o
/// json</c> prints, with or without <c>--watch</c> and <c>--output-watch-events</c>; <c>Recordings/README.md</c> describes the formats.
/// </summary>
internal sealed class Recording(string name, IReadOnlyList<RecordedLine> lines)
{
    public string Name => name;

    /// <summary>In the order they happened. Where events have no times of their own, they are a tenth of a second apart.</summary>
    public IReadOnlyList<RecordedLine> Lines => lines;

    public static Recording Read(string file, string? name = null) =>
        Parse(name ?? Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file));

    /// <exception cref="InvalidDataException">A value is no line of any of the known formats.</exception>
    public static Recording Parse(string name, ReadOnlySpan<byte> text)
    {
        var lines = new List<RecordedLine>();
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { AllowMultipleValues = true });
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read())
        {
            var json = JsonNode.Parse(ref reader) as JsonObject
                ?? throw new InvalidDataException($"Recording '{name}' has a value that is no object after {lines.Count} lines.");
            lines.AddRange(Parsed(json, lines.Count > 0 ? lines[^1].At : 0, seen));
        }
        RestoreSpecs(lines);
        return new Recording(name, [.. lines.OrderBy(line => line.At)]);
    }

    private static IEnumerable<RecordedLine> Parsed(JsonObject json, double last, HashSet<string> seen)
    {
        if (json["at"] is { } at) return [Line(json, (double)at)];
        var next = last + 0.1;
        if (json["type"] is { } type && json["object"] is JsonObject value) return [new RecordedEvent(next, "", (string)type!, value)];
        if (json["items"] is JsonArray items) return items.Select(item => Seen(item!.AsObject(), json));
        if (json["metadata"] is not null) return [Seen(json, null)];
        throw new InvalidDataException(
            $"'{json.ToJsonString()[..Math.Min(80, json.ToJsonString().Length)]}' is neither an event nor an object of Kubernetes.");

        RecordedEvent Seen(JsonObject item, JsonObject? list)
        {
            var copy = item.DeepClone().AsObject();
            if (list is not null && copy["kind"] is null)
                (copy["kind"], copy["apiVersion"]) = (((string)list["kind"]!).Replace("List", ""), list["apiVersion"]!.DeepClone());
            return new RecordedEvent(next, "", seen.Add((string)copy["metadata"]!["uid"]!) ? "ADDED" : "MODIFIED", copy);
        }
    }

    private static RecordedLine Line(JsonObject json, double at)
    {
        var watch = (string?)json["watch"] ?? "";
        if (json["event"] is JsonObject happened)
            return new RecordedEvent(at, watch, (string)happened["type"]!, happened["object"]!.AsObject());
        if (json["end"] is not null) return new RecordedEnd(at, watch);
        return json["verb"] is not null ? new RecordedExchange(at, json) : new RecordedNote(at, json);
    }

    // "=" stands for the spec of the previous event of the same object.
    private static void RestoreSpecs(List<RecordedLine> lines)
    {
        var specs = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var value in lines.OfType<RecordedEvent>().Select(line => line.Object))
        {
            if ((string?)value["metadata"]?["uid"] is not { } uid) continue;
            if (value["spec"] is JsonValue) value["spec"] = specs.GetValueOrDefault(uid)?.DeepClone();
            specs[uid] = value["spec"];
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{name}: {lines.Count} lines");
}
