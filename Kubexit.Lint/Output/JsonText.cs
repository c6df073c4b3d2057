using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kubexit.Lint.Output;

/// <summary>JSON that people can read too.</summary>
internal static class JsonText
{
    // Nothing here becomes part of a web page: quotes and letters of all languages stay as they are.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options)) write(json);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }
}
