using System.Globalization;
using System.Text;
using Kubexit.Lint.Rules;

namespace Kubexit.Lint.Output;

/// <summary>For people: each finding with its line and a mark under the words that it is about.</summary>
internal static class TextReport
{
    // A line of a minified file is nothing to look at.
    private const int LongestLine = 200;

    public static string Write(Report report, bool hasColour)
    {
        var text = new StringBuilder();
        foreach (var finding in report.Findings) Write(text, finding, hasColour);
        text.Append(Summary(report)).Append('\n');
        return text.ToString();
    }

    private static void Write(StringBuilder text, Finding finding, bool hasColour)
    {
        var span = finding.Span;
        var number = span.Line.ToString(CultureInfo.InvariantCulture);
        var margin = new string(' ', number.Length);
        text.Append(Paint($"{Word(finding.Severity)}[{finding.Rule.Id}]", Colour(finding.Severity))).Append(": ")
            .Append(Paint(finding.Message, "1")).Append('\n');
        text.Append(CultureInfo.InvariantCulture,
            $"{margin}{Paint("-->", "34")} {PrintableText.Of(span.File.Path)}:{number}:{span.Column}  {Place(finding)}\n");
        if (Source(span.File.Line(span.Line), span.Column, span.Length) is var (line, marks))
        {
            text.Append(CultureInfo.InvariantCulture, $"{margin} {Paint("|", "34")}\n");
            text.Append(CultureInfo.InvariantCulture, $"{Paint($"{number} |", "34")} {line}\n");
            text.Append(CultureInfo.InvariantCulture, $"{margin} {Paint("|", "34")} {Paint(marks, Colour(finding.Severity))}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{margin} {Paint("=", "34")} {finding.Remedy}\n");
        text.Append(CultureInfo.InvariantCulture, $"{margin} {Paint("=", "34")} {finding.Rule.Page}\n\n");

        string Paint(string words, string code) => hasColour ? $"\e[{code}m{words}\e[0m" : words;
    }

    /// <summary>One line of the file, and the marks under it. What cannot be printed is replaced by something as wide.</summary>
    private static (string Line, string Marks)? Source(string line, int column, int length)
    {
        if (line.Length > LongestLine || column > line.Length) return null;
        var shown = string.Concat(line.Select(c => c == '\t' ? ' ' : char.IsSurrogate(c) || !Rune.TryCreate(c, out var rune)
            || !PrintableText.IsPrintable(rune) ? '?' : c));
        return (shown, new string(' ', column - 1) + new string('^', Math.Min(length, line.Length - column + 1)));
    }

    private static string Place(Finding finding)
    {
        var pod = PrintableText.Of($"{finding.Pod.Kind} {finding.Pod.Name}".TrimEnd());
        return finding.Container is null ? pod
            : PrintableText.Of($"{pod}, {(finding.Pod.IsCompose ? "service" : "container")} {finding.Container.Name}");
    }

    private static string Summary(Report report)
    {
        var counts = new[] { Severity.Error, Severity.Warning, Severity.Note }.Where(severity => report.Count(severity) > 0)
            .Select(severity => Counted(report.Count(severity), Word(severity))).ToList();
        return $"{Counted(report.Pods, "pod")} checked: {(counts.Count == 0 ? "nothing found" : string.Join(", ", counts))}.";
    }

    private static string Counted(int count, string word) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {word}{(count == 1 ? "" : "s")}");

    public static string Word(Severity severity) => severity switch
    {
        Severity.Note => "note",
        Severity.Warning => "warning",
        Severity.Error => "error",
    };

    private static string Colour(Severity severity) => severity switch
    {
        Severity.Note => "1;36",
        Severity.Warning => "1;33",
        Severity.Error => "1;31",
    };
}
