using System.Globalization;

namespace Kubexit.Host;

/// <summary>The timeline in characters: one line for each process on a common scale, so that overlap is seen at a glance.</summary>
/// <param name="width">In columns.</param>
/// <param name="isColoured">Whether colours are written.</param>
internal sealed class TimelineChart(int width, bool isColoured)
{
    private const int MinChart = 20;

    public IEnumerable<ScreenLine> Render(Timeline timeline, GraveyardStatus status)
    {
        var names = Math.Min(status.Processes.Max(p => ScreenLine.WidthOf(PrintableText.Of(p.Name))), Math.Max(width / 4, 8));
        var columns = Math.Max(width - names - 2, MinChart);
        yield return Axis(timeline, names, columns);
        foreach (var process in status.Processes)
        {
            var line = new ScreenLine(width, isColoured).Cell(PrintableText.Of(process.Name), names).Append("  ");
            foreach (var (glyphs, colour) in Runs(Cells(process, timeline, columns))) line.Append(glyphs, colour);
            yield return line;
        }

        yield return new ScreenLine(width, isColoured).Append(new string(' ', names + 2)).Append(
            "┄ waiting  ─ born  ━ ready  ● exit 0  ✖ failed  ? vanished  ▶ alive", Colour.Dim);
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

    private static (char Glyph, string Colour)[] Cells(ProcessStatus process, Timeline timeline, int columns)
    {
        var cells = Enumerable.Repeat((Glyph: ' ', Colour: Colour.Dim), columns).ToArray();
        var last = -1;
        foreach (var span in timeline.SpansOf(process))
        {
            // However short, a stretch is seen.
            var from = Column(span.From);
            last = Math.Max((int)Math.Ceiling(timeline.PositionOf(span.To) * columns) - 1, from);
            for (var i = from; i <= last; i++) cells[i] = (Glyph(span.Kind), Colour.Of(span.Kind));
        }

        if (Mark(process) is not { } mark) return cells;
        if (process.Tombstone.Died is { } died) last = Column(died);
        cells[last < 0 ? columns - 1 : last] = mark;
        return cells;

        int Column(DateTimeOffset time) => Math.Min((int)(timeline.PositionOf(time) * columns), columns - 1);
    }

    private static char Glyph(SpanKind kind) => kind switch
    {
        SpanKind.Waiting => '┄',
        SpanKind.Born => '─',
        SpanKind.Ready => '━',
        _ => '·',
    };

    private static (char Glyph, string Colour)? Mark(ProcessStatus process) => process.State switch
    {
        ProcessState.Dead when process.HasSucceeded => ('●', Colour.Green),
        ProcessState.Dead => ('✖', Colour.Red),
        ProcessState.Vanished => ('?', Colour.Red),
        ProcessState.Unreadable or ProcessState.Starting => null,
        _ => ('▶', Colour.Of(process)),
    };

    private static IEnumerable<(string Glyphs, string Colour)> Runs((char Glyph, string Colour)[] cells)
    {
        for (var i = 0; i < cells.Length;)
        {
            var start = i;
            while (i < cells.Length && cells[i].Colour == cells[start].Colour) i++;
            yield return (new string([.. cells[start..i].Select(c => c.Glyph)]), cells[start].Colour);
        }
    }
}
