using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kubexit.Graveyards;

/// <summary>The text form of a tombstone: keys sorted, timestamps in double quotes, a newline at the end.</summary>
internal static class TombstoneText
{
    private static readonly SearchValues<char> Unescaped = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_. ");

    /// <summary>Reads a tombstone.</summary>
    /// <returns>The tombstone, or <see langword="null"/> and what is wrong with the text, as in "it is empty".</returns>
    public static Tombstone? TryRead(ReadOnlySpan<byte> text, out string? problem)
    {
        problem = null;
        if (CanonicalTombstoneReader.TryRead(text) is { } tombstone) return tombstone;
        if (!text.IsEmpty) return YamlTombstoneReader.TryRead(text, out problem);
        problem = "it is empty";
        return null;
    }

    /// <summary>Writes a tombstone.</summary>
    public static byte[] Write(Tombstone tombstone)
    {
        var text = new ArrayBufferWriter<byte>(256);
        WriteAnswers(text, tombstone.Answered);
        WriteTime(text, "Born: \""u8, tombstone.Born);
        WriteTime(text, "Died: \""u8, tombstone.Died);
        if (tombstone.ExitCode is { } code) WriteLine(text, "ExitCode: ", code.ToString(CultureInfo.InvariantCulture));
        if (tombstone.Life is { } life) WriteLine(text, "Life: ", Quote(life));
        WriteTime(text, "Ready: \""u8, tombstone.Ready);
        if (tombstone.Reason is { } reason) WriteLine(text, "Reason: ", reason.ToString());
        if (tombstone.Signal is { } signal) WriteLine(text, "Signal: ", IsPlain(signal) ? signal : Quote(signal));
        WriteTime(text, "Waiting: \""u8, tombstone.Waiting);

        // Nothing to say is not nothing: an empty file is one that somebody has not finished.
        if (text.WrittenCount == 0) text.Write("{}\n"u8);
        return text.WrittenSpan.ToArray();
    }

    private static void WriteAnswers(ArrayBufferWriter<byte> text, IReadOnlyDictionary<string, AnsweredDeath> answers)
    {
        if (answers.Count == 0) return;
        WriteLine(text, "Answered:", "");
        foreach (var name in answers.Keys.Order(StringComparer.Ordinal))
        {
            var death = answers[name];
            WriteLine(text, "  ", (IsPlain(name) ? name : Quote(name)) + (death is { Died: null, Life: null } ? ": {}" : ":"));
            WriteTime(text, "    Died: \""u8, death.Died);
            if (death.Life is { } life) WriteLine(text, "    Life: ", Quote(life));
        }
    }

    private static void WriteTime(ArrayBufferWriter<byte> text, ReadOnlySpan<byte> start, DateTimeOffset? time)
    {
        if (time is not { } value) return;
        text.Write(start);
        text.Advance(Rfc3339.Format(value, text.GetSpan(Rfc3339.MaxLength)));
        text.Write("\"\n"u8);
    }

    private static void WriteLine(ArrayBufferWriter<byte> text, string key, string value) =>
        Encoding.UTF8.GetBytes($"{key}{value}\n", text);

    // A JSON string is a YAML double-quoted scalar. A life id needs no encoder, and starting one would cost half a millisecond.
    private static string Quote(string value) =>
        value.AsSpan().ContainsAnyExcept(Unescaped) ? $"\"{JsonEncodedText.Encode(value)}\"" : $"\"{value}\"";

    private static bool IsPlain(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && !text.Equals("null", StringComparison.OrdinalIgnoreCase)
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' or '-');
}
