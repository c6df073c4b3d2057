using System.Globalization;
using System.Text;

namespace Kubexit.StatusReports;

/// <summary>
/// One line on a screen: never wider than it, coloured only where that is wanted. Knows which characters take two columns or none.
/// </summary>
/// <param name="width">In columns.</param>
/// <param name="isColoured">Whether colours are written.</param>
internal sealed class ScreenLine(int width, bool isColoured)
{
    private readonly StringBuilder _text = new();
    private int _left = width;

    /// <summary>Appends as much as fits.</summary>
    /// <param name="text">Printable text.</param>
    /// <param name="colour">An SGR code; <see langword="null"/> for none.</param>
    public ScreenLine Append(string text, string? colour = null)
    {
        var fitting = Fit(text, _left);
        _left -= WidthOf(fitting);
        if (isColoured && colour is not null && fitting.Length > 0) _text.Append($"\u001b[{colour}m{fitting}\u001b[0m");
        else _text.Append(fitting);
        return this;
    }

    /// <summary>Appends text, then blanks up to a number of columns; what is longer ends in an ellipsis.</summary>
    public ScreenLine Cell(string text, int columns, string? colour = null)
    {
        var cell = WidthOf(text) <= columns ? text : Fit(text, columns - 1) + "…";
        return Append(cell, colour).Append(new string(' ', Math.Max(columns - WidthOf(cell), 0)));
    }

    public override string ToString() => _text.ToString().TrimEnd(' ');

    public static int WidthOf(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes()) width += WidthOf(rune);
        return width;
    }

    private static string Fit(string text, int columns)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if ((columns -= WidthOf(rune)) < 0) break;
            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }

    private static int WidthOf(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => 0,
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) => 2,
        (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (
            >= 0x20000 and <= 0x3FFFD) => 2,
        _ => 1,
    };
}
