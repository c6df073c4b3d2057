using System.Globalization;
using System.Net;
using System.Text;
using Kubexit.Benchmarks.WholeProcess;

namespace Kubexit.Benchmarks.Watching;

/// <summary>
/// A picture of a contest: a row for each contestant, a dot for each time, a bar from the first to the third quartile, a line for the
/// median, a tick for the 99th percentile, on a logarithmic axis. One svg file that needs nothing else, in light and dark.
/// </summary>
internal static class LatencyChart
{
    // Colours by class and not by variable: not everything that shows svg knows variables.
    private const string Style = """
        text { font: 13px system-ui, sans-serif; }
        .title { font-size: 16px; font-weight: 600; }
        .paper { fill: #ffffff; }
        .ink { fill: #1f2328; }
        .soft { fill: #59636e; }
        .grid { stroke: #d1d9e0; }
        .own { fill: #0a6b5e; stroke: #0a6b5e; }
        .other { fill: #8a6116; stroke: #8a6116; }
        .dot { fill-opacity: .25; stroke: none; }
        .box { fill-opacity: .3; stroke: none; }
        .mark { stroke-width: 2; }
        @media (prefers-color-scheme: dark) {
        .paper { fill: #0d1117; }
        .ink { fill: #f0f6fc; }
        .soft { fill: #9198a1; }
        .grid { stroke: #3d444d; }
        .own { fill: #4cc2ae; stroke: #4cc2ae; }
        .other { fill: #d9a441; stroke: #d9a441; }
        .dot, .box { stroke: none; }
        }
        """;

    private const int Width = 900, Left = 300, Right = 30, Top = 88, RowHeight = 48, Bottom = 46;

    public static string Draw(string title, string caption, IReadOnlyList<Contestant> contestants)
    {
        Contestant[] shown = [.. contestants.Where(c => c.FromSleep.Count > 0)];
        var axis = Axis.Around(shown);
        var height = Top + (shown.Length * RowHeight) + Bottom;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" role="img" aria-label="{Text(title)}">
            <style>
            {Style}
            </style>
            <rect class="paper" width="{Width}" height="{height}"/>
            <text class="title ink" x="16" y="28">{Text(title)}</text>
            <text class="soft" x="16" y="50">{Text(caption)}</text>

            """);
        foreach (var (value, label) in axis.Ticks)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""
                <line class="grid" x1="{axis.At(value):F1}" x2="{axis.At(value):F1}" y1="{Top - 6}" y2="{height - Bottom + 4}"/>
                <text class="soft" x="{axis.At(value):F1}" y="{height - Bottom + 22}" text-anchor="middle">{label}</text>

                """);
        }

        for (var i = 0; i < shown.Length; i++) DrawRow(svg, axis, shown[i], Top + (i * RowHeight) + (RowHeight / 2) + 4);
        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawRow(StringBuilder svg, Axis axis, Contestant contestant, int y)
    {
        var sample = contestant.FromSleep;
        var kind = contestant.Watcher.Name.StartsWith("graveyard", StringComparison.Ordinal) ? "own" : "other";
        double X(double fraction) => axis.At(sample.Quantile(fraction));
        svg.Append(CultureInfo.InvariantCulture, $"""
            <text class="ink" x="{Left - 16}" y="{y + 4}" text-anchor="end">{Text(contestant.Watcher.Name)}</text>

            """);
        for (var i = 0; i < sample.Count; i++)
        {
            // Beside each other, so that many of the same are seen to be many.
            var offset = ((i * 7) % 17) - 8;
            svg.Append(CultureInfo.InvariantCulture, $"""
                <circle class="{kind} dot" cx="{axis.At(sample.Values[i]):F1}" cy="{y + offset}" r="2.2"/>

                """);
        }

        svg.Append(CultureInfo.InvariantCulture, $"""
            <rect class="{kind} box" x="{X(0.25):F1}" y="{y - 10}" width="{Math.Max(1, X(0.75) - X(0.25)):F1}" height="20"/>
            <line class="{kind} mark" x1="{X(0.5):F1}" x2="{X(0.5):F1}" y1="{y - 12}" y2="{y + 12}"/>
            <line class="{kind} mark" x1="{X(0.99):F1}" x2="{X(0.99):F1}" y1="{y - 6}" y2="{y + 6}"/>
            <text class="soft" x="{X(0.5):F1}" y="{y - 16}" text-anchor="middle">{Duration(sample.Median)}</text>

            """);
    }

    private static string Duration(double us) => us switch
    {
        < 1_000 => Sample.Text(us, "F0") + " us",
        < 1_000_000 => Sample.Text(us / 1_000, "0.#") + " ms",
        _ => Sample.Text(us / 1_000_000, "0.#") + " s",
    };

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>From the power of ten below the quickest to the one above the slowest.</summary>
    private sealed record Axis(int Low, int High)
    {
        public static Axis Around(Contestant[] shown)
        {
            var least = shown.Select(c => c.FromSleep.Quantile(0)).DefaultIfEmpty(1).Min();
            var most = shown.Select(c => c.FromSleep.Max).DefaultIfEmpty(10).Max();
            var low = (int)Math.Floor(Math.Log10(Math.Max(least, 0.1)));
            return new Axis(low, Math.Max(low + 1, (int)Math.Ceiling(Math.Log10(Math.Max(most, 1)))));
        }

        public IEnumerable<(double Value, string Label)> Ticks =>
            Enumerable.Range(Low, High - Low + 1).Select(e => (Math.Pow(10, e), Duration(Math.Pow(10, e))));

        public double At(double us) => Left + ((Math.Log10(Math.Max(us, 0.1)) - Low) / (High - Low) * (Width - Left - Right));
    }
}
