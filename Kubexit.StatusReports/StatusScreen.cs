using System.Text;
using Kubexit.Graveyards;

namespace Kubexit.StatusReports;

/// <summary>The table, and under it the timeline.</summary>
/// <param name="width">In columns.</param>
/// <param name="isColoured">Whether colours are written.</param>
internal sealed class StatusScreen(int width, bool isColoured)
{
    private static readonly string[] Headers = ["NAME", "STATE", "BORN (UTC)", "READY AFTER", "LIVED", "EXIT CODE", "SIGNAL", "REASON"];

    public string Render(GraveyardStatus status)
    {
        var text = new StringBuilder();
        if (status.Processes.Count == 0) return $"no tombstones in graveyard '{PrintableText.Of(status.Path)}'\n";
        foreach (var line in Table(status)) text.Append(line).Append('\n');
        text.Append('\n');
        foreach (var line in new TimelineChart(width, isColoured).Render(new Timeline(status), status)) text.Append(line).Append('\n');
        return text.ToString();
    }

    private IEnumerable<ScreenLine> Table(GraveyardStatus status)
    {
        var widths = new int[Headers.Length];
        for (var i = 0; i < Headers.Length; i++) widths[i] = Headers[i].Length;
        foreach (var process in status.Processes)
        {
            var cells = Cells(process, status.At);
            for (var i = 0; i < cells.Length; i++) widths[i] = Math.Max(widths[i], ScreenLine.WidthOf(cells[i]));
        }

        widths[0] = Math.Min(widths[0], Math.Max(width / 3, 12));
        yield return Line(Headers, widths, Colour.Bold, Colour.Bold);
        foreach (var process in status.Processes) yield return Line(Cells(process, status.At), widths, null, Colour.Of(process));
    }

    private ScreenLine Line(string[] cells, int[] widths, string? colour, string stateColour)
    {
        var line = new ScreenLine(width, isColoured);
        for (var i = 0; i < cells.Length; i++)
            line.Cell(cells[i], widths[i], i == 1 ? stateColour : colour).Append(i + 1 < cells.Length ? "  " : "");
        return line;
    }

    private static string[] Cells(ProcessStatus process, DateTimeOffset now) =>
    [
        PrintableText.Of(process.Name),
        StatusText.State(process.State),
        StatusText.Time(process.Tombstone.Born, now),
        StatusText.Duration(process.ReadyAfter),
        StatusText.Duration(process.Lived(now)),
        StatusText.ExitCode(process),
        process.Tombstone.Signal?.ToString() ?? "",
        process.Tombstone.Reason?.ToString() ?? PrintableText.Of(process.Problem ?? ""),
    ];
}
