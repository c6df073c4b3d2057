using System.Globalization;
using System.Text;
using Kubexit.Configuration;
using Kubexit.Graveyards;

namespace Kubexit.StatusReports;

/// <summary>
/// The timeline as a Mermaid gantt block (<see href="https://mermaid.js.org/syntax/gantt.html"/>), to paste into a document. Times are UTC.
/// </summary>
internal static class StatusMermaid
{
    public static string Render(GraveyardStatus status)
    {
        var timeline = new Timeline(status);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"gantt\n    title Graveyard {Escape(status.Path)} ({timeline.Start.UtcDateTime:yyyy-MM-dd}, UTC)\n");
        text.Append("    dateFormat YYYY-MM-DDTHH:mm:ss.SSS\n    axisFormat %H:%M:%S\n");
        foreach (var process in status.Processes)
        {
            text.Append(CultureInfo.InvariantCulture, $"    section {Escape(process.Name)}\n");
            foreach (var span in timeline.SpansOf(process))
                text.Append(CultureInfo.InvariantCulture, $"    {Word(span.Kind)} :{Tag(span.Kind)}{Time(span.From)}, {Time(span.To)}\n");
            text.Append(CultureInfo.InvariantCulture,
                $"    {Escape(StatusText.Outcome(process))} "
                    + $":{(process.HasSucceeded || process.WasStopped || process.IsAlive ? "" : "crit, ")}milestone, "
                    + $"{Time(End(process, timeline))}, 0ms\n");
        }

        return text.ToString();
    }

    private static DateTimeOffset End(ProcessStatus process, Timeline timeline) => process.Tombstone.Died ?? timeline.End;

    private static string Word(SpanKind kind) => kind switch
    {
        SpanKind.Waiting => "waiting",
        SpanKind.Born => "born",
        SpanKind.Ready => "ready",
        SpanKind.Unknown => "unknown",
    };

    private static string Tag(SpanKind kind) => kind switch
    {
        SpanKind.Waiting => "done, ",
        SpanKind.Ready => "active, ",
        SpanKind.Unknown => "crit, ",
        SpanKind.Born => "",
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>What has a meaning to Mermaid or to HTML is written as its code, and so is what does not print.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var isSafe = Rune.IsLetterOrDigit(rune) || (rune.IsAscii && " ._-/()+,='!?@*".Contains((char)rune.Value));
            if (isSafe) escaped.Append(rune);
            else escaped.Append(PrintableText.Escape(rune));
        }

        return escaped.ToString();
    }
}
