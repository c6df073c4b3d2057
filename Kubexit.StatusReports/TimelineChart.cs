using Kubexit.Configuration;
using Kubexit.Graveyards;

namespace Kubexit.StatusReports;

/// <summary>The timeline in characters: one line for each process on a common scale, so that overlap is seen at a glance.</summary>
/// <param name="width">In columns.</param>
/// <param name="isColoured">Whether colours are written.</param>
internal sealed class TimelineChart(int width, bool isColoured)
{
    private const int MinChart = 20;
    private static readonly string[] Legend =
        ["┄ waiting", "─ born", "━ ready", "● exit 0", "■ stopped", "✖ failed", "? vanished", "▶ alive"];

    public IEnumerable<ScreenLine> Render(Timeline timeline, GraveyardStatus status)
    {
        var names = 0;
        foreach (var process in status.Processes) names = Math.Max(names, ScreenLine.WidthOf(PrintableText.Of(process.Name)));
        names = Math.Min(names, Math.Max(width / 4, 8));
        var columns = Math.Max(width - names - 2, MinChart);
        yield return Axis(timeline, names, columns);
        foreach (var process in status.Processes)
        {
            var line = new ScreenLine(width, isColoured).Cell(PrintableText.Of(process.Name), names).Append("  ");
            Draw(process, timeline, columns, line);
            yield return line;
        }

        foreach (var line in Explain(columns))
            yield return new ScreenLine(width, isColoured).Append(new string(' ', names + 2)).Append(line, Colour.Dim);
    }

    /// <summary>What the marks mean, on as many lines as that takes.</summary>
    private static IEnumerable<string> Explain(int columns)
    {
        var line = "";
        foreach (var mark in Legend)
        {
            if (line.Length > 0 && line.Length + mark.Length + 2 > columns)
            {
                yield return line;
                line = "";
            }

            line += (line.Length == 0 ? "" : "  ") + mark;
        }

        yield return line;
    }

    /// <summary>Start and end of the scale, and how long it is.</summary>
    private ScreenLine Axis(Timeline timeline, int names, int columns)
    {
        string start = StatusText.Time(timeline.Start, timeline.End), end = StatusText.Time(timeline.End, timeline.End);
        var middle = $"── {ShortDuration.Format(timeline.Length)} ──";
        var gap = columns - start.Length - end.Length;
        var line = new ScreenLine(width, isColoured).Append(new string(' ', names + 2));
        if (gap < middle.Length + 2) return line.Append($"{start} {middle.Trim('─')}", Colour.Dim);
        var left = (gap - middle.Length) / 2;
        return line.Append(start + new string(' ', left) + middle + new string(' ', gap - middle.Length - left) + end, Colour.Dim);
    }

    private static void Draw(ProcessStatus process, Timeline timeline, int columns, ScreenLine line)
    {
        var glyphs = new char[columns];
        var colours = new string?[columns];
        Array.Fill(glyphs, ' ');
        var last = -1;
        foreach (var span in timeline.SpansOf(process))
        {
            // However short, a stretch is seen.
            var from = Column(span.From);
            last = Math.Max((int)Math.Ceiling(timeline.PositionOf(span.To) * columns) - 1, from);
            Array.Fill(glyphs, Glyph(span.Kind), from, last - from + 1);
            Array.Fill(colours, Colour.Of(span.Kind), from, last - from + 1);
        }

        if (process.Tombstone.Died is { } died) last = Column(died);
        if (Mark(process) is { } mark) (glyphs[last < 0 ? columns - 1 : last], colours[last < 0 ? columns - 1 : last])
            = (mark, Colour.OfMark(process));
        for (int start = 0, end; start < columns; start = end)
        {
            for (end = start + 1; end < columns && colours[end] == colours[start];) end++;
            line.Append(new string(glyphs, start, end - start), colours[start]);
        }

        int Column(DateTimeOffset time) => Math.Min((int)(timeline.PositionOf(time) * columns), columns - 1);
    }

    private static char Glyph(SpanKind kind) => kind switch
    {
        SpanKind.Waiting => '┄',
        SpanKind.Born => '─',
        SpanKind.Ready => '━',
        SpanKind.Unknown => '·',
    };

    private static char? Mark(ProcessStatus process) => process.State switch
    {
        ProcessState.Dead => process.HasSucceeded ? '●' : process.WasStopped ? '■' : '✖',
        ProcessState.Vanished => '?',
        ProcessState.Unreadable or ProcessState.Starting => null,
        ProcessState.Waiting or ProcessState.Born or ProcessState.Ready => '▶',
    };
}
