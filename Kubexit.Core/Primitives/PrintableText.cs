using System.Globalization;
using System.Text;

namespace Kubexit;

/// <summary>
/// Text of neighbours (names of files, words in their tombstones) made safe to show: what would move a terminal's cursor, turn the
/// direction of writing or break a line is written as its code instead.
/// </summary>
internal static class PrintableText
{
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var result = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsPrintable(rune)) result.Append(rune);
            else result.Append(Escape(rune));
        }

        return result.ToString();
    }

    /// <summary>As <see cref="Of"/>, of a text of ours that may have several lines.</summary>
    public static string OfLines(string text) =>
        text.Contains('\n', StringComparison.Ordinal) ? string.Join('\n', text.Split('\n').Select(Of)) : Of(text);

    /// <summary>As <see cref="Of"/>, and no longer than a sentence: what somebody else has written is quoted, not passed on.</summary>
    public static string Shortened(string text, int maxLength = 200) =>
        Of(text.Length <= maxLength ? text : $"{text.AsSpan(0, char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)}…");

    public static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    /// <summary><c>\u001b</c> or <c>\U000e0001</c>, which YAML and JSON understand too (JSON only the short form).</summary>
    public static string Escape(Rune rune) =>
        rune.IsBmp ? string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}")
            : string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
}
