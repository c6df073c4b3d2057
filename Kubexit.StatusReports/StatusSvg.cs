using System.Globalization;
using System.Text;
using Kubexit.Configuration;
using Kubexit.Graveyards;

namespace Kubexit.StatusReports;

/// <summary>
/// The timeline as one self-contained picture for a document: no script, no font, nothing to fetch, light or dark as its reader is. Times
/// are UTC.
/// </summary>
internal sealed class StatusSvg
{
    private const int Width = 1000, Margin = 24, RowHeight = 26, Top = 92, OutcomeWidth = 250, MaxTicks = 8;

    private readonly StringBuilder _svg = new(), _arrows = new();
    private readonly GraveyardStatus _status;
    private readonly Timeline _timeline;
    private readonly StatusStory? _story;
    private readonly double _left;

    private StatusSvg(GraveyardStatus status, StatusStory? story)
    {
        (_status, _timeline, _story) = (status, new Timeline(status, story?.Limit), story);
        var longest = 0;
        foreach (var process in status.Processes) longest = Math.Max(longest, ScreenLine.WidthOf(PrintableText.Of(process.Name)));
        _left = Margin + Math.Clamp(longest * 7.6, 80, 230) + 16;
    }

    private static double Right => Width - Margin - OutcomeWidth;

    private int Bottom => Top + _status.Processes.Count * RowHeight;

    /// <param name="status">What is drawn.</param>
    /// <param name="story">What is said about it; <see langword="null"/> when it is what a graveyard tells.</param>
    public static string Render(GraveyardStatus status, StatusStory? story = null) => new StatusSvg(status, story).Draw();

    private string Draw()
    {
        StatusArrows.Find(_status, _timeline, DrawArrow);
        var height = Bottom + (_arrows.Length == 0 ? 58 : 82);
        Write($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}"
                 role="img" aria-labelledby="title">
            <title id="title">{SvgText.Escape($"Lives of the processes in {_status.Path}")}</title>
            {SvgText.Style}
            <rect width="{Width}" height="{height}" class="page"/>
            <text x="{Margin}" y="34" class="heading">{SvgText.Escape(SvgText.Shorten(_status.Path, 80))}</text>
            <text x="{Margin}" y="56" class="quiet">{SvgText.Escape(_story?.Summary ?? Summary())}</text>

            """);
        DrawScale();
        for (var i = 0; i < _status.Processes.Count; i++) DrawRow(_status.Processes[i], Top + i * RowHeight, isOdd: i % 2 == 1);
        if (_story?.Limit is { } limit) Write($"""<path d="M{X(limit):0.#} {Top - 6}V{Bottom}" class="bad-end"/>""");
        _svg.Append(_arrows);
        SvgText.Legend(Margin, Bottom + 36, _arrows.Length > 0, _story, Write);
        Write($"</svg>\n");
        return _svg.ToString();
    }

    private string Summary()
    {
        var words = new List<string>();
        foreach (var p in _status.Processes)
            words.Add(p.State != ProcessState.Dead ? StatusText.State(p.State) : p.HasSucceeded ? "exited 0" : p.WasStopped ? "stopped"
                : "failed");
        words.Sort(StringComparer.Ordinal);
        var counts = words.Count == 0 ? "nobody" : "";
        for (int first = 0, next; first < words.Count; first = next)
        {
            next = words.LastIndexOf(words[first]) + 1;
            counts += string.Create(CultureInfo.InvariantCulture, $"{(first == 0 ? "" : ", ")}{next - first} {words[first]}");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_timeline.Start.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff} to {_timeline.End.UtcDateTime:HH:mm:ss.fff} UTC "
                + $"({ShortDuration.Format(_timeline.Length)}) · {counts}");
    }

    private void DrawScale()
    {
        foreach (var tick in _timeline.Ticks(MaxTicks))
        {
            var x = X(_timeline.Start + tick);
            Write($"""
                <line x1="{x:0.#}" y1="{Top - 6}" x2="{x:0.#}" y2="{Bottom}" class="grid"/>
                <text x="{x:0.#}" y="{Top - 12}" class="tick">+{(tick == TimeSpan.Zero ? "0" : GoDuration.Format(tick))}</text>

                """);
        }
    }

    private void DrawRow(ProcessStatus process, int y, bool isOdd)
    {
        var middle = y + RowHeight / 2;
        Write($"<g><title>{SvgText.Escape(Tooltip(process))}</title>");
        if (isOdd) Write($"""<rect x="{Margin - 8}" y="{y}" width="{Width - 2 * Margin + 16}" height="{RowHeight}" class="band"/>""");
        Write($"""
            <text x="{Margin}" y="{middle + 4}" class="name">{SvgText.Escape(SvgText.Shorten(PrintableText.Of(process.Name), 30))}</text>
            """);
        foreach (var span in _timeline.SpansOf(process))
        {
            // However short, a stretch is seen.
            double x = X(span.From), width = Math.Max(X(span.To) - x, 2);
            var isThin = span.Kind is SpanKind.Waiting or SpanKind.Unknown;
            Write($"""
                <rect x="{x:0.#}" y="{middle - (isThin ? 3 : 7)}" width="{width:0.#}" height="{(isThin ? 6 : 14)}" rx="2"
                class="{SvgText.Class(span.Kind)}"/>
                """);
        }

        SvgText.Mark(process, X(process.Tombstone.Died ?? _timeline.End), middle, Write);
        var outcome = process.HasSucceeded || process.WasStopped || process.IsAlive ? "outcome" : "outcome bad";
        var words = SvgText.Escape(SvgText.Shorten(StatusText.Outcome(process), 38));
        Write($"""<text x="{Right + 16:0.#}" y="{middle + 4}" class="{outcome}">{words}</text></g>""");
        _svg.Append('\n');
    }

    /// <summary>Straight down or up, at the moment it tells of: from the one life onto the edge of the other.</summary>
    private void DrawArrow(ArrowKind kind, int from, int to, DateTimeOffset at, string text)
    {
        int start = MiddleOf(from), end = MiddleOf(to), head = from < to ? 5 : -5;
        FormattableString arrow = $"""
            <path d="M{X(at):0.#} {start}V{end - head - head / 2}m-4 {-head}l4 {head} 4 {-head}" class="arrow
            {SvgText.Class(kind)}"><title>{SvgText.Escape(text)}</title></path>
            """;
        _arrows.Append(arrow.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static int MiddleOf(int row) => Top + row * RowHeight + RowHeight / 2;

    private string Tooltip(ProcessStatus process)
    {
        string?[] parts =
        [
            PrintableText.Of(process.Name) + ": " + StatusText.Outcome(process),
            Moment("waiting", process.Tombstone.Waiting), Moment("born", process.Tombstone.Born), Moment("ready", process.Tombstone.Ready),
            Moment("died", process.Tombstone.Died),
            process.Lived(_status.At) is { } lived ? $"lived {ShortDuration.Format(lived)}" : null,
        ];
        return string.Join('\n', parts.OfType<string>());
    }

    private static string? Moment(string word, DateTimeOffset? time) => time is null ? null : $"{word} {StatusFields.Time(time)}";

    private double X(DateTimeOffset time) => _left + _timeline.PositionOf(time) * (Right - _left);

    private void Write(FormattableString text) => _svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
