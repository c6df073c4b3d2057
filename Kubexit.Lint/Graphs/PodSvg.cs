using System.Globalization;
using System.Text;
using Kubexit.Graveyards;
using Kubexit.StatusReports;

namespace Kubexit.Lint.Graphs;

/// <summary>One pod of the picture, at its place.</summary>
internal sealed class PodSvg
{
    private const int FramePadding = 22, BandHeading = 30, MinGap = 84, MaxGap = 170, HeadLength = 8, MaxName = 28;

    private readonly PodGraph _graph;
    private readonly LayeredLayout _layout;
    private readonly StringBuilder _text = new(), _labels = new();
    private readonly double[] _columnLeft;
    private readonly double[] _columnWidth;
    private readonly double _top;

    /// <param name="graph">The pod.</param>
    /// <param name="left">In pixels.</param>
    /// <param name="top">In pixels.</param>
    public PodSvg(PodGraph graph, double left, double top)
    {
        (_graph, _layout) = (graph, new LayeredLayout(graph));
        var columns = _layout.Columns.Count;
        (_columnLeft, _columnWidth) = (new double[columns], new double[columns]);
        _top = top + 34 + 20 * graph.Cycles.Count + BandHeading;
        Bottom = _top + _layout.Height + FramePadding;
        var x = left + (columns > 0 && BandOf(0) == GraphBand.Outside ? 0 : FramePadding);
        for (var i = 0; i < columns; i++)
        {
            _columnLeft[i] = x;
            _columnWidth[i] = _layout.Columns[i].Select(slot => slot.Node is { } node ? WidthOf(graph.Nodes[node]) : 0).Max();
            x += _columnWidth[i] + GapAfter(i);
        }

        Right = columns == 0 ? left : Math.Max(x, left + TitleWidth());
        Draw(left, top);
    }

    public string Text => _text.ToString();

    public double Right { get; }

    public double Bottom { get; }

    /// <summary>A container is round at its corners, everything else is not.</summary>
    public static string Outline(NodeKind kind, double x, double y, double width, double height)
    {
        var corner = Math.Min(kind is NodeKind.Member or NodeKind.Unwrapped ? 7 : 9, height / 3);
        var bend = kind is NodeKind.Member or NodeKind.Unwrapped ? "q" : "";
        string Corner(double x1, double y1, double x2, double y2) => bend.Length > 0
            ? string.Create(CultureInfo.InvariantCulture, $"q{x1:0.#} {y1:0.#} {x2:0.#} {y2:0.#}")
            : string.Create(CultureInfo.InvariantCulture, $"l{x2:0.#} {y2:0.#}");
        return string.Create(CultureInfo.InvariantCulture,
            $"M{x + corner:0.#} {y:0.#}h{width - 2 * corner:0.#}{Corner(corner, 0, corner, corner)}"
            + $"v{height - 2 * corner:0.#}{Corner(0, corner, -corner, corner)}"
            + $"h{2 * corner - width:0.#}{Corner(-corner, 0, -corner, -corner)}"
            + $"v{2 * corner - height:0.#}{Corner(0, -corner, corner, -corner)}z");
    }

    private double TitleWidth() =>
        _graph.Cycles.Select(cycle => _graph.Describe(cycle).Length * 7.0).Append(_graph.Title.Length * 10.0).Max();

    private static double WidthOf(GraphNode node) =>
        Math.Max(110, Math.Max(ScreenLine.WidthOf(Shown(node)) * 8.2, node.Detail.Length * 6.4) + 28);

    private static string Shown(GraphNode node) => SvgText.Shorten(PrintableText.Of(node.Name), MaxName);

    private GraphBand BandOf(int column) =>
        _layout.Columns[column].Select(slot => slot.Node).OfType<int>().Select(node => _graph.Nodes[node].Band).First();

    private double GapAfter(int column)
    {
        var pieces = _layout.Columns[column].SelectMany(slot => slot.Right).Distinct().ToArray();
        var loops = pieces.Where(piece => piece.IsLoop).Select(piece => BendOf(piece) * 0.75).DefaultIfEmpty(0).Max();
        return loops + (column == _layout.Columns.Count - 1 ? FramePadding : Math.Min(MinGap + 4 * pieces.Length, MaxGap));
    }

    private void Draw(double left, double top)
    {
        Write($"""
            <text x="{left:0.#}" y="{top + 14:0.#}"
            class="heading">{SvgText.Escape(SvgText.Shorten(PrintableText.Of(_graph.Title), 90))}</text>
            """);
        var y = top + 34;
        foreach (var cycle in _graph.Cycles)
        {
            Write($"""<text x="{left:0.#}" y="{y:0.#}" class="bad">{SvgText.Escape(_graph.Describe(cycle))}</text>""");
            y += 20;
        }

        _text.Append('\n');
        DrawBands();
        for (var i = 0; i < _graph.Edges.Count; i++) DrawEdge(i);
        _text.Append(_labels);
        for (var i = 0; i < _graph.Nodes.Count; i++) DrawNode(i);
    }

    private void DrawBands()
    {
        var isOutside = _columnLeft.Length > 0 && BandOf(0) == GraphBand.Outside;
        var first = isOutside ? 1 : 0;
        if (isOutside) Heading(0, "outside");
        if (first >= _columnLeft.Length) return;
        double x = _columnLeft[first] - FramePadding, y = _top - BandHeading;
        Write($"""<rect x="{x:0.#}" y="{y:0.#}" width="{Right - x:0.#}" height="{Bottom - y:0.#}" rx="10" class="pod"/>""");
        if (BandOf(first) == GraphBand.Init)
        {
            Write($"""
                <rect x="{x + 8:0.#}" y="{y + 8:0.#}" width="{_columnWidth[first] + 28:0.#}" height="{Bottom - y - 16:0.#}" rx="8"
                class="init"/>
                """);
            Heading(first++, "init containers");
        }

        if (first < _columnLeft.Length) Heading(first, "containers");
        _text.Append('\n');

        void Heading(int column, string text) => Write($"""
            <text x="{_columnLeft[column]:0.#}" y="{_top - 9:0.#}" class="quiet">{text}</text>
            """);
    }

    private void DrawNode(int index)
    {
        var (node, slot) = (_graph.Nodes[index], _layout.SlotOf(index));
        double x = _columnLeft[slot.Column], y = _top + slot.Y;
        Write($"""
            <g><title>{SvgText.Escape($"{node.Name}: {node.Detail}")}</title><path
            d="{Outline(node.Kind, x, y - slot.Height / 2, _columnWidth[slot.Column], slot.Height)}"
            class="{GraphSvgStyle.Class(node.Kind)}"/>
            """);
        Write($"""
            <text x="{x + 14:0.#}" y="{y - 3:0.#}" class="name">{SvgText.Escape(Shown(node))}</text><text x="{x + 14:0.#}" y="{y + 13:0.#}"
            class="detail">{node.Detail}</text></g>
            """);
        _text.Append('\n');
    }

    private void DrawEdge(int index)
    {
        var (edge, pieces) = (_graph.Edges[index], _layout.Pieces[index]);
        if (edge.From == edge.To) return;
        Write($"""<g class="{ClassOf(edge)}"><title>{SvgText.Escape(edge.Sentence)}</title>""");
        if (edge.Kind == EdgeKind.Next) DrawNext(edge);
        else if (pieces[0].IsLoop) DrawLoop(edge, pieces[0]);
        else DrawAcross(edge, pieces);
        Write($"</g>\n");
    }

    private void DrawNext(GraphEdge edge)
    {
        var (from, to) = (_layout.SlotOf(edge.From), _layout.SlotOf(edge.To));
        double x = _columnLeft[from.Column] + _columnWidth[from.Column] / 2, tip = _top + to.Y - to.Height / 2;
        Write($"""
            <path d="M{x:0.#} {_top + from.Y + from.Height / 2:0.#}V{tip - HeadLength:0.#}" class="line"/><path d="M{x:0.#} {tip:0.#}l-4
            -{HeadLength}h8z" class="head"/>
            """);
    }

    /// <summary>
    /// The longer a loop is the further it reaches out, so that loops lie in each other; it is drawn over three quarters of this.
    /// </summary>
    private static double BendOf(LayoutPiece piece) => Math.Min(36 + Math.Abs(piece.FromY - piece.ToY) * 0.3, 200);

    private void DrawLoop(GraphEdge edge, LayoutPiece piece)
    {
        double x = _columnLeft[piece.From.Column] + _columnWidth[piece.From.Column], bend = BendOf(piece);
        var isFromLeft = piece.From.Node == edge.From;
        double y1 = _top + (isFromLeft ? piece.FromY : piece.ToY), y2 = _top + (isFromLeft ? piece.ToY : piece.FromY);
        Write($"""
            <path d="M{x:0.#} {y1:0.#}C{x + bend:0.#} {y1:0.#} {x + bend:0.#} {y2:0.#} {x + HeadLength - 1:0.#} {y2:0.#}"
            class="line"/><path d="M{x:0.#} {y2:0.#}l{HeadLength} -4v8z" class="head"/>
            """);
        Label(edge, x + 5, y1 - 3, "start");
    }

    private void DrawAcross(GraphEdge edge, IReadOnlyList<LayoutPiece> pieces)
    {
        LayoutPiece first = pieces[0], last = pieces[^1];
        var isForward = first.From.Node == edge.From;
        double left = _columnLeft[first.From.Column] + _columnWidth[first.From.Column], right = _columnLeft[last.To.Column];
        Write($"""<path d="M{left + (isForward ? 0 : HeadLength - 1):0.#} {_top + first.FromY:0.#}""");
        foreach (var piece in pieces)
        {
            double x1 = _columnLeft[piece.From.Column] + _columnWidth[piece.From.Column], x2 = _columnLeft[piece.To.Column],
                middle = (x1 + x2) / 2;
            if (piece != first) Write($"H{x1:0.#}");
            var end = piece == last && isForward ? x2 - HeadLength + 1 : x2;
            Write($"C{middle:0.#} {_top + piece.FromY:0.#} {middle:0.#} {_top + piece.ToY:0.#} {end:0.#} {_top + piece.ToY:0.#}");
        }

        var (tip, y, back) = isForward ? (right, _top + last.ToY, -HeadLength) : (left, _top + first.FromY, HeadLength);
        Write($"\" class=\"line\"/><path d=\"M{tip:0.#} {y:0.#}l{back} -4v8z\" class=\"head\"/>");
        if (isForward) Label(edge, left + 5, _top + first.FromY - 3, "start");
        else Label(edge, right - 5, _top + last.ToY - 3, "end");
    }

    private static string ClassOf(GraphEdge edge) => GraphSvgStyle.Class(edge.Kind) + (edge.IsInCycle ? " cycle" : "");

    /// <summary>What must have happened, where the arrow begins; above every line.</summary>
    private void Label(GraphEdge edge, double x, double y, string anchor)
    {
        if (edge.Label.Length == 0) return;
        FormattableString label =
            $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" class=\"label {ClassOf(edge)}\">{edge.Label}</text>\n";
        _labels.Append(label.ToString(CultureInfo.InvariantCulture));
    }

    private void Write(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture));
}
