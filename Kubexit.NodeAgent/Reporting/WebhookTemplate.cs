using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kubexit.Configuration;
using Kubexit.Platform;

namespace Kubexit.NodeAgent;

/// <summary>
/// The body of a webhook call, for receivers that want another than ours: JSON with <c>{{name}}</c> inside of its strings, each a field
/// of our own body. Lists are their items, separated by commas; what is not known is empty.
/// </summary>
internal sealed class WebhookTemplate
{
    private const int Longest = 64 * 1024;

    /// <summary>What may stand between the braces.</summary>
    public static readonly IReadOnlyList<string> Fields = ["text", "phase", "node", "kind", "eventId", "endsAt", "ended", "remaining"];

    private const string Slack = """
        {"text": "{{text}}", "attachments": [{"color": "warning", "fields": [{"title": "Node", "value": "{{node}}", "short": true},
        {"title": "Notice", "value": "{{kind}}", "short": true}, {"title": "Ends at", "value": "{{endsAt}}", "short": true},
        {"title": "Still there", "value": "{{remaining}}", "short": false}]}]}
        """;

    private readonly JsonNode? _template;

    private WebhookTemplate(JsonNode? template) => _template = template;

    /// <summary>Our own body.</summary>
    public static WebhookTemplate Generic { get; } = new(null);

    /// <summary><c>generic</c>, <c>slack</c>, or a file.</summary>
    public static Parsed<WebhookTemplate> Read(string text)
    {
        if (text == "generic") return Parsed<WebhookTemplate>.Ok(Generic);
        try
        {
            var json = text == "slack" ? Slack : SmallFile.ReadText(text, Longest);
            string? unknown = null;
            Replace(json, name =>
            {
                if (!Fields.Contains(name)) unknown ??= name;
                return "";
            });
            if (unknown is not null) return Bad($"there is no field '{unknown}'. Write one of {string.Join(", ", Fields)}");
            if (JsonNode.Parse(json) is not { } node) return Bad("it is null. Write a JSON object");
            return Parsed<WebhookTemplate>.Ok(new WebhookTemplate(node));
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return Bad($"{e.Message.TrimEnd('.')}. Give generic, slack, or a file with JSON");
        }

        static Parsed<WebhookTemplate> Bad(string problem) => Parsed<WebhookTemplate>.Bad(problem);
    }

    /// <summary>The body for a message of ours.</summary>
    public string Render(JsonObject message) => _template is null ? message.ToJsonString() : Fill(_template, message)!.ToJsonString();

    // String by string, after parsing: nothing that is put in can change the shape of the JSON.
    private static JsonNode? Fill(JsonNode? node, JsonObject message) => node switch
    {
        JsonObject inner => new JsonObject(inner.Select(pair => KeyValuePair.Create(pair.Key, Fill(pair.Value, message)))),
        JsonArray list => new JsonArray([.. list.Select(item => Fill(item, message))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String =>
            JsonValue.Create(Replace(value.GetValue<string>(), name => Text(message[name]))),
        _ => node?.DeepClone(),
    };

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => string.Join(", ", list.Select(Text)),
        _ => JsonDocument.Parse(value.ToJsonString()).RootElement.ToString(), // A value may hold a date, which is a string in JSON only.
    };

    private static string Replace(string text, Func<string, string> value)
    {
        var result = new StringBuilder();
        var at = 0;
        for (int begin; (begin = text.IndexOf("{{", at, StringComparison.Ordinal)) >= 0;)
        {
            var end = text.IndexOf("}}", begin, StringComparison.Ordinal);
            if (end < 0) break;
            result.Append(text, at, begin - at).Append(value(text[(begin + 2)..end].Trim()));
            at = end + 2;
        }
        return result.Append(text, at, text.Length - at).ToString();
    }
}
