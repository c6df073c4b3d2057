using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kubexit.Kubernetes;

/// <summary>Reads one line of a watch: <c>{"type":"MODIFIED","object":{…}}</c>.</summary>
internal static class WatchLine
{
    /// <exception cref="KubernetesApiException">The line is an ERROR event, for example 410 Gone.</exception>
    /// <exception cref="JsonException">The line is not a watch event.</exception>
    public static WatchEvent<T> Parse<T>(ReadOnlySpan<byte> line, JsonTypeInfo<T> objectType)
    {
        string? type;
        ReadOnlySpan<byte> body;
        try
        {
            type = Split(line, out body);
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("a word of the watch event is half of a surrogate pair", e);
        }

        if (type == "ERROR")
            throw KubernetesApiException.FromStatus(JsonSerializer.Deserialize(body, KubernetesJson.Default.Status), null, null);

        WatchEventType known = type switch
        {
            "ADDED" => WatchEventType.Added,
            "MODIFIED" => WatchEventType.Modified,
            "DELETED" => WatchEventType.Deleted,
            "BOOKMARK" => WatchEventType.Bookmark,
            _ => throw new JsonException($"unknown watch event '{type}'"),
        };
        return new(known, JsonSerializer.Deserialize(body, objectType) ?? throw new JsonException("watch event without an object"));
    }

    // The object is left as bytes until its type is known: it is not parsed twice, and the order of the two keys does not matter.
    private static string? Split(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> body)
    {
        string? type = null;
        body = default;
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("watch event is not an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isObject = reader.ValueTextEquals("object"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (isType && reader.TokenType == JsonTokenType.String) type = reader.GetString();
            reader.Skip();
            if (isObject) body = line[start..(int)reader.BytesConsumed];
        }

        return body.IsEmpty ? throw new JsonException("watch event without an object") : type;
    }
}
