using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kubexit.Tests.Samples.Injection;

/// <summary>JSON as the CEL library takes it, and back.</summary>
internal static class CelValue
{
    public static object? Of(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => map.ToDictionary(pair => pair.Key, pair => Of(pair.Value)),
        JsonArray list => list.Select(Of).ToList(),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => (string)node!,
            JsonValueKind.Number => long.Parse(node.ToJsonString(), CultureInfo.InvariantCulture),
            _ => (bool)node,
        },
    };

    public static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        long number => JsonValue.Create(number),
        IDictionary map => new JsonObject(map.Keys.Cast<object>().Select(key => KeyValuePair.Create((string)key, ToJson(map[key])))),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(ToJson)]),
        _ => throw new InvalidOperationException($"CEL has made a {value.GetType()} of it."),
    };
}
