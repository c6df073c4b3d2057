using System.Text;
using System.Text.Json;

namespace Kubexit.Configuration;

/// <summary>
/// A command typed into one variable: a JSON array of strings, or a line split into words by the quoting rules of a POSIX shell.
/// Nothing is expanded: no <c>$</c>, no <c>*</c>, no <c>|</c>; whoever wants these writes <c>sh -c '…'</c>.
/// </summary>
internal static class CommandLineWords
{
    public static Parsed<IReadOnlyList<string>> Parse(string text)
    {
        if (text.Contains('\0')) return Bad("it contains a NUL character. Remove it");
        var parsed = IsJson(text) ? ParseJson(text) : ParseWords(text);
        return parsed.Then(words => words switch
        {
            [] => Bad("it is empty. Write the command to run"),
            ["", ..] => Bad("its first word, the program, is empty. Write the command to run"),
            _ => Parsed<IReadOnlyList<string>>.Ok(words),
        });
    }

    /// <summary><c>[</c> is also the name of a program, always followed by a blank: <c>[ -f /tmp/ready ]</c> is no JSON.</summary>
    private static bool IsJson(string text)
    {
        var rest = text.AsSpan().Trim();
        if (!rest.StartsWith("[")) return false;
        var inside = rest[1..].TrimStart();
        return inside.Length == rest.Length - 1 || inside.StartsWith("\"") || inside.StartsWith("]");
    }

    private static Parsed<IReadOnlyList<string>> ParseJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var words = new List<string>();
            foreach (var element in document.RootElement.EnumerateArray())
            {
                if (element.ValueKind != JsonValueKind.String)
                    return Bad($"word {words.Count + 1} of the JSON array is not a string. Put it in double quotes");
                words.Add(element.GetString()!);
                if (words[^1].Contains('\0')) return Bad("a word contains a NUL character. Remove it");
            }

            return Parsed<IReadOnlyList<string>>.Ok(words);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException) // Half of a surrogate pair.
        {
            return Bad("it begins like JSON but is not a JSON array of strings. Write for example [\"cat\", \"/tmp/ready\"], or the "
                + "plain command");
        }
    }

    private static Parsed<IReadOnlyList<string>> ParseWords(string text)
    {
        var words = new List<string>();
        StringBuilder? word = null; // null between words: "" is a word of its own.
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case ' ' or '\t' or '\n' or '\r':
                    if (word is not null) words.Add(word.ToString());
                    word = null;
                    break;
                case '\'' or '"':
                    var quote = i;
                    if (!ReadQuoted(text, ref i, word ??= new StringBuilder()))
                        return Bad($"the quote {text[quote]} at position {quote + 1} is not closed. Close it, or write \\{text[quote]} "
                            + "for the character itself");
                    break;
                case '\\' when i + 1 == text.Length:
                    return Bad("it ends in a backslash. Remove it, or write \\\\ for the character itself");
                case '\\':
                    if (text[++i] != '\n') (word ??= new StringBuilder()).Append(text[i]);
                    break;
                default:
                    (word ??= new StringBuilder()).Append(text[i]);
                    break;
            }
        }

        if (word is not null) words.Add(word.ToString());
        return Parsed<IReadOnlyList<string>>.Ok(words);
    }

    /// <summary>
    /// Reads from the opening to the closing quote; inside double quotes a backslash protects only what a shell lets it protect.
    /// </summary>
    private static bool ReadQuoted(string text, ref int i, StringBuilder word)
    {
        var quote = text[i++];
        for (; i < text.Length; i++)
        {
            if (text[i] == quote) return true;
            if (quote == '"' && text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '$' or '`' or '"' or '\\' or '\n')
            {
                if (text[++i] != '\n') word.Append(text[i]);
                continue;
            }

            word.Append(text[i]);
        }

        return false;
    }

    private static Parsed<IReadOnlyList<string>> Bad(string problem) => Parsed<IReadOnlyList<string>>.Bad(problem);
}
