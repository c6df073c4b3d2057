using System.Globalization;
using System.Text;
using Kubexit.StatusReports;

namespace Kubexit.Lint.Graphs;

/// <summary>Pods as one self-contained picture: no script, no font, nothing to fetch, light or dark as its reader is.</summary>
internal sealed class GraphSvg
{
    private const int Margin = 24, MinWidth = 560, LegendHeight = 24, PodDistance = 28;

    private readonly StringBuilder _body = new();
    private double _width = MinWidth, _height = Margin;

    public static string Render(IReadOnlyList<PodGraph> pods) => new GraphSvg().Draw(pods);

    private string Draw(IReadOnlyList<PodGraph> pods)
    {
        foreach (var pod in pods)
        {
            var picture = new PodSvg(pod, Margin, _height);
            _body.Append(picture.Text);
            _width = Math.Max(_width, picture.Right + Margin);
            _height = picture.Bottom + PodDistance;
        }

        DrawLegend(pods);
        string title = $"Order of {string.Join(", ", pods.Select(pod => pod.Title))}",
            description = string.Join(". ", pods.SelectMany(Sentences)) + ".";
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{_width:0}" height="{_height:0}" viewBox="0 0 {_width:0} {_height:0}"
                 role="img" aria-labelledby="title order">
            <title id="title">{SvgText.Escape(title)}</title>
            <desc id="order">{SvgText.Escape(description)}</desc>
            {GraphSvgStyle.Text}
            <rect width="{_width:0}" height="{_height:0}" class="page"/>
            {_body}</svg>

            """);
    }

    /// <summary>Everything that the picture tells, for who cannot see it.</summary>
    private static IEnumerable<string> Sentences(PodGraph pod) =>
        pod.Cycles.Select(cycle => pod.Describe(cycle).TrimEnd('.')).Concat(pod.Edges.Select(edge => edge.Sentence));

    private void DrawLegend(IReadOnlyList<PodGraph> pods)
    {
        double x = Margin, y = _height;
        foreach (var kind in Enum.GetValues<EdgeKind>())
        {
            if (!pods.Any(pod => pod.Edges.Any(edge => edge.Kind == kind))) continue;
            var text = GraphSvgStyle.Meaning(kind);
            Wrap(38 + text.Length * 6.8);
            Write($"""
                <g class="{GraphSvgStyle.Class(kind)}"><path d="M{x:0.#} {y - 4:0.#}h22" class="line"/><path d="M{x + 29:0.#}
                {y - 4:0.#}l-8 -4v8z" class="head"/></g>
                """);
            Label(38, text);
        }

        foreach (var (kind, text) in ((NodeKind, string)[])[
            (NodeKind.Member, "coordinated by kubexit"), (NodeKind.Unwrapped, "not coordinated"),
            (NodeKind.Object, "object of the cluster"), (NodeKind.Unclaimed, "in no container of the pod")])
        {
            if (!pods.Any(pod => pod.Nodes.Any(node => node.Kind == kind))) continue;
            Wrap(26 + text.Length * 6.8);
            Write($"""<path d="{PodSvg.Outline(kind, x, y - 11, 18, 13)}" class="{GraphSvgStyle.Class(kind)}"/>""");
            Label(26, text);
        }

        _height = y + Margin;

        void Wrap(double width)
        {
            if (x <= Margin || x + width <= _width - Margin) return;
            (x, y) = (Margin, y + LegendHeight);
        }

        void Label(double gap, string text)
        {
            Write($"<text x=\"{x + gap:0.#}\" y=\"{y:0.#}\" class=\"legend\">{text}</text>\n");
            x += gap + text.Length * 6.8 + 20;
        }
    }

    private void Write(FormattableString text) => _body.Append(text.ToString(CultureInfo.InvariantCulture));
}
