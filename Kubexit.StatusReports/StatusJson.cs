using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Kubexit.StatusReports;

/// <summary>The status as one JSON document. What is not known is left out; keys are only ever added.</summary>
internal static class StatusJson
{
    public static string Render(GraveyardStatus status)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("graveyard", status.Path);
            json.WriteString("at", Utc(status.At));
            json.WriteStartArray("processes");
            foreach (var process in status.Processes) Write(json, process, status.At);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter json, ProcessStatus process, DateTimeOffset now)
    {
        json.WriteStartObject();
        foreach (var (key, value) in StatusFields.Of(process, now))
        {
            if (value is string text) json.WriteString(key, text);
            else if (value is int number) json.WriteNumber(key, number);
            else if (value is double seconds) json.WriteNumber(key, seconds);
        }

        json.WriteEndObject();
    }

    private static string Utc(DateTimeOffset time) => StatusFields.Time(time)!;
}
