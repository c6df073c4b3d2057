using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Kubexit.Host;

/// <summary>One event as one JSON object: time, level, category, event, message, and the message's own fields under "fields".</summary>
internal static class JsonLogLine
{
    public static byte[] Format(
        LogLevel level, EventId eventId, string category, string message, IReadOnlyList<KeyValuePair<string, object?>>? fields)
    {
        var line = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("time"u8, TimeProvider.System.GetUtcNow());
            json.WriteString("level"u8, level.ToString().ToLowerInvariant());
            json.WriteString("category"u8, category);
            json.WriteNumber("event"u8, eventId.Id);
            json.WriteString("message"u8, message);
            json.WriteStartObject("fields"u8);
            foreach (var (name, value) in fields ?? [])
            {
                if (name != "{OriginalFormat}") json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        return line.WrittenSpan.ToArray();
    }
}
