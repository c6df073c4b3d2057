using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Kubexit.NodeAgent;

/// <summary>The body of a request.</summary>
internal static class JsonBody
{
    private const string Json = "application/json";

    public static HttpContent Of<T>(T value, JsonTypeInfo<T> type) => Bytes(JsonSerializer.SerializeToUtf8Bytes(value, type), Json);

    public static HttpContent Of(JsonNode value) => Of(value, Json);

    /// <summary>A patch whose nulls remove what they name; lists are replaced as a whole (RFC 7386).</summary>
    public static HttpContent MergePatch(JsonNode patch) => Of(patch, "application/merge-patch+json");

    /// <summary>A patch that merges lists by their key, for example taints by key and effect.</summary>
    public static HttpContent StrategicMergePatch(JsonNode patch) => Of(patch, "application/strategic-merge-patch+json");

    public static HttpContent Of(JsonNode value, string mediaType = "application/json") =>
        Bytes(Encoding.UTF8.GetBytes(value.ToJsonString()), mediaType);

    private static ByteArrayContent Bytes(byte[] bytes, string mediaType) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };
}
