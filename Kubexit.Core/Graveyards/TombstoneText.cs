using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kubexit.Graveyards;

/// <summary>The text form of a tombstone: keys sorted, timestamps in double quotes, a newline at the end.</summary>
internal static class TombstoneText
{
    private static readonly SearchValues<char> Unescaped =
        SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_. ,:/?");

    /// <summary>Reads a tombstone.</summary>
    /// <param name="text">The text.</param>
    /// <param name="problem">What is wrong with it, as in "it is empty".</param>
    /// <param name="known">What the same tombstone said before; it is the result again where nothing has changed.</param>
    /// <returns>The tombstone, or <see langword="null"/> when the text cannot be understood.</returns>
    public static Tombstone? TryRead(ReadOnlySpan<byte> text, out string? problem, Tombstone? known = null)
    {
        problem = null;
        if (CanonicalTombstoneReader.TryRead(text, known) is { } tombstone) return tombstone;
        if (!text.IsEmpty) return YamlTombstoneReader.TryRead(text, out problem, known);
        problem = "it is empty";
        return null;
    }

    /// <summary>Writes a tombstone.</summary>
    public static byte[] Write(Tombstone tombstone)
    {
        var text = new ArrayBufferWriter<byte>(256);
        tombstone.Write(text);

        // Nothing to say is not nothing: an empty file is one that somebody has not finished.
        if (text.WrittenCount == 0) text.Write("{}\n"u8);
        return text.WrittenSpan.ToArray();
    }

    public static void WriteAnswers(ArrayBufferWriter<byte> text, IReadOnlyDictionary<string, AnsweredDeath> answers)
    {
        if (answers.Count == 0) return;
        text.Write("Answered:\n"u8);
        foreach (var name in answers.Keys.Order(StringComparer.Ordinal))
        {
            var death = answers[name];
            WriteLine(text, "  ", (IsPlain(name) ? name : Quote(name)) + (death is { Died: null, Life: null } ? ": {}" : ":"));
            if (death.Died is not null) text.Write("    "u8);
            WriteTime(text, TombstoneKey.Died, death.Died);
            if (death.Life is not null) text.Write("    "u8);
            WriteQuoted(text, TombstoneKey.Life, death.Life);
        }
    }

    public static void WriteTime(ArrayBufferWriter<byte> text, TombstoneKey key, DateTimeOffset? time)
    {
        if (time is not { } value) return;
        text.Write(TombstoneFields.NameOf(key));
        text.Write(": \""u8);
        text.Advance(Rfc3339.Format(value, text.GetSpan(Rfc3339.MaxLength)));
        text.Write("\"\n"u8);
    }

    public static void WriteNumber(ArrayBufferWriter<byte> text, TombstoneKey key, int? number) =>
        WriteValue(text, key, number?.ToString(CultureInfo.InvariantCulture));

    public static void WriteQuoted(ArrayBufferWriter<byte> text, TombstoneKey key, string? value) =>
        WriteValue(text, key, value is null ? null : Quote(value));

    /// <summary>A word goes without quotes where YAML reads it as a string all the same.</summary>
    public static void WriteWord(ArrayBufferWriter<byte> text, TombstoneKey key, string? value) =>
        WriteValue(text, key, value is null || IsPlain(value) ? value : Quote(value));

    private static void WriteValue(ArrayBufferWriter<byte> text, TombstoneKey key, string? value)
    {
        if (value is null) return;
        text.Write(TombstoneFields.NameOf(key));
        WriteLine(text, ": ", value);
    }

    private static void WriteLine(ArrayBufferWriter<byte> text, string start, string rest) =>
        Encoding.UTF8.GetBytes($"{start}{rest}\n", text);

    // A JSON string is a YAML double-quoted scalar. A life id needs no encoder, and starting one would cost half a millisecond.
    private static string Quote(string value) =>
        value.AsSpan().ContainsAnyExcept(Unescaped) ? $"\"{JsonEncodedText.Encode(Encoding.UTF8.GetBytes(value))}\"" : $"\"{value}\"";

    private static bool IsPlain(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && !text.Equals("null", StringComparison.OrdinalIgnoreCase)
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' or '-');
}
