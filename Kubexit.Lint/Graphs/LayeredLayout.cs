namespace Kubexit.Lint.Graphs;

/// <summary>
/// Places boxes in columns so that arrows cross as little as possible and never a box: the method of Sugiyama, in small. A long arrow gets
/// a place of its own in every column that it passes. The kubelet's order within a column stays.
/// </summary>
internal sealed class LayeredLayout
{
    private const int Sweeps = 12, PortDistance = 15, BoxDistance = 22, LineDistance = 12;

    private readonly PodGraph _graph;
    private readonly int[] _columnOf;
    private readonly LayoutSlot[] _slots;

    public LayeredLayout(PodGraph graph)
    {
        (_graph, _columnOf) = (graph, GraphColumns.Of(graph));
        Columns = [.. Enumerable.Range(0, _columnOf.DefaultIfEmpty(-1).Max() + 1).Select(_ => new List<LayoutSlot>())];
        _slots = [.. graph.Nodes.Select((_, node) => Add(new LayoutSlot { Node = node, Column = _columnOf[node] }))];
        Pieces = [.. graph.Edges.Select((edge, i) => edge.Kind == EdgeKind.Next ? [] : Connect(i, edge))];
        Order();
        foreach (var slot in _slots) slot.Height = Math.Max(44, PortDistance * Math.Max(slot.Left.Count, slot.Right.Count) + 14);
        Place();
        AssignPorts();
    }

    /// <summary>From left to right, each from top to bottom.</summary>
    public IReadOnlyList<List<LayoutSlot>> Columns { get; }

    /// <summary>For each arrow its pieces from left to right; none for those of the kubelet's order, which stay in their column.</summary>
    public IReadOnlyList<IReadOnlyList<LayoutPiece>> Pieces { get; }

    public LayoutSlot SlotOf(int node) => _slots[node];

    /// <summary>In pixels, from the top of the highest slot.</summary>
    public double Height => Columns.SelectMany(column => column).Select(slot => slot.Y + slot.Height / 2).DefaultIfEmpty(0).Max();

    private LayoutSlot Add(LayoutSlot slot)
    {
        Columns[slot.Column].Add(slot);
        return slot;
    }

    private List<LayoutPiece> Connect(int index, GraphEdge edge)
    {
        var (left, right) = _columnOf[edge.From] <= _columnOf[edge.To] ? (_slots[edge.From], _slots[edge.To])
            : (_slots[edge.To], _slots[edge.From]);
        var pieces = new List<LayoutPiece>();
        for (var at = left; at != right;)
        {
            var next = at.Column + 1 >= right.Column ? right : Add(new LayoutSlot { Column = at.Column + 1 });
            var piece = new LayoutPiece { Edge = index, From = at, To = next };
            pieces.Add(piece);
            at.Right.Add(piece);
            (piece.IsLoop ? next.Right : next.Left).Add(piece);
            at = next;
        }

        return pieces;
    }

    private void Order()
    {
        var (best, fewest) = (Snapshot(), Crossings());
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            var isForward = sweep % 2 == 0;
            foreach (var column in isForward ? Columns.Skip(1) : Columns.Reverse().Skip(1)) Sort(column, isForward);
            if (Crossings() is var crossings && crossings < fewest) (best, fewest) = (Snapshot(), crossings);
        }

        for (var i = 0; i < best.Length; i++)
        {
            Columns[i].Clear();
            Columns[i].AddRange(best[i]);
        }
    }

    private LayoutSlot[][] Snapshot() => [.. Columns.Select(column => column.ToArray())];

    private void Sort(List<LayoutSlot> column, bool isForward)
    {
        var places = PlacesOf(Columns[column[0].Column + (isForward ? -1 : 1)]);
        var own = PlacesOf(column);
        double KeyOf(LayoutSlot slot) =>
            (isForward ? slot.LeftNeighbours : slot.RightNeighbours).Select(other => places[other]).DefaultIfEmpty(own[slot]).Average();
        var keys = column.ToDictionary(slot => slot, KeyOf);
        if (IsFixed(column))
        {
            // The boxes stay together and in their order; lines pass above or below.
            var middle = column.Where(slot => slot.Node is not null).Average(slot => keys[slot]);
            foreach (var slot in column.Where(slot => slot.Node is null)) keys[slot] += keys[slot] < middle ? -1000 : 1000;
            foreach (var slot in column.Where(slot => slot.Node is not null)) keys[slot] = own[slot] / 1000;
        }

        LayoutSlot[] sorted = [.. column.OrderBy(slot => keys[slot])];
        column.Clear();
        column.AddRange(sorted);
    }

    private bool IsFixed(List<LayoutSlot> column) => column.Any(slot => slot.Node is { } node && _graph.Nodes[node].Band == GraphBand.Init);

    private static Dictionary<LayoutSlot, double> PlacesOf(List<LayoutSlot> column) =>
        column.Select((slot, i) => (slot, i - (column.Count - 1) / 2.0)).ToDictionary(p => p.slot, p => p.Item2);

    private int Crossings()
    {
        var crossings = 0;
        for (var i = 1; i < Columns.Count; i++)
        {
            var (left, right) = (PlacesOf(Columns[i - 1]), PlacesOf(Columns[i]));
            (double From, double To)[] lines =
                [.. Columns[i].SelectMany(slot => slot.Left).Select(piece => (left[piece.From], right[piece.To]))];
            for (var a = 0; a < lines.Length; a++)
            {
                for (var b = a + 1; b < lines.Length; b++)
                    if ((lines[a].From - lines[b].From) * (lines[a].To - lines[b].To) < 0) crossings++;
            }
        }

        return crossings;
    }

    /// <summary>Each slot as near as possible to the middle of those it is connected with.</summary>
    private void Place()
    {
        foreach (var column in Columns) Spread(column, new double[column.Count]);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            // A box without arrows goes to the middle.
            var middle = Columns.SelectMany(column => column).Where(slot => slot.Left.Count + slot.Right.Count > 0).Select(slot => slot.Y)
                .DefaultIfEmpty(0).Average();
            foreach (var column in sweep % 2 == 0 ? Columns : Columns.Reverse())
                Spread(column, [.. column.Select(
                    slot => slot.LeftNeighbours.Concat(slot.RightNeighbours).Select(other => other.Y).DefaultIfEmpty(middle).Average())]);
        }

        var top = Columns.SelectMany(column => column).Select(slot => slot.Y - slot.Height / 2).DefaultIfEmpty(0).Min();
        foreach (var slot in Columns.SelectMany(column => column)) slot.Y = Math.Round(slot.Y - top, 1);
    }

    /// <summary>
    /// Between pushing everything down and pushing everything up: both keep the distances, so what lies between does too.
    /// </summary>
    private static void Spread(List<LayoutSlot> column, double[] wanted)
    {
        var (down, up) = ((double[])wanted.Clone(), (double[])wanted.Clone());
        for (var i = 1; i < column.Count; i++) down[i] = Math.Max(down[i], down[i - 1] + Distance(column[i - 1], column[i]));
        for (var i = column.Count - 2; i >= 0; i--) up[i] = Math.Min(up[i], up[i + 1] - Distance(column[i], column[i + 1]));
        for (var i = 0; i < column.Count; i++) column[i].Y = (down[i] + up[i]) / 2;
    }

    private static double Distance(LayoutSlot above, LayoutSlot below) =>
        (above.Height + below.Height) / 2 + (above.Node is null || below.Node is null ? LineDistance : BoxDistance);

    private void AssignPorts()
    {
        foreach (var slot in Columns.SelectMany(column => column))
        {
            foreach (var side in (ReadOnlySpan<List<LayoutPiece>>)[slot.Left, slot.Right])
            {
                // Loops lie in each other: those that go up begin at the top, those that go down at the bottom.
                LayoutPiece[] sorted =
                [
                    .. side.OrderBy(piece => piece.IsLoop ? Math.Sign(piece.Other(slot).Y - slot.Y) : 0)
                        .ThenBy(piece => piece.IsLoop ? -piece.Other(slot).Y : piece.Other(slot).Y)
                        .ThenBy(piece => piece.IsLoop && piece.Other(slot).Y < slot.Y ? -piece.Edge : piece.Edge),
                ];
                for (var i = 0; i < sorted.Length; i++)
                {
                    var y = slot.Y + (slot.Node is null ? 0 : (i - (sorted.Length - 1) / 2.0) * PortDistance);
                    if (sorted[i].From == slot) sorted[i].FromY = y;
                    else sorted[i].ToY = y;
                }
            }
        }
    }
}
