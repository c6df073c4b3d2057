namespace Kubexit.Lint.Graphs;

/// <summary>Which column each box stands in: further to the right is started later.</summary>
internal static class GraphColumns
{
    public static int[] Of(PodGraph graph)
    {
        var columns = new int[graph.Nodes.Count];
        var first = 0;
        foreach (var band in (ReadOnlySpan<GraphBand>)[GraphBand.Outside, GraphBand.Init])
        {
            if (!graph.Nodes.Any(node => node.Band == band)) continue;
            for (var i = 0; i < columns.Length; i++) columns[i] = graph.Nodes[i].Band == band ? first : columns[i];
            first++;
        }

        // As far as the longest row of starts before it is long. Of a circle the arrows that point back in the manifest are left out.
        GraphEdge[] starts = [.. graph.Edges.Where(
            edge => edge.Kind == EdgeKind.Start && (!edge.IsInCycle || edge.From < edge.To) && IsOrdinary(edge.From)
                && IsOrdinary(edge.To))];
        for (var i = 0; i < columns.Length; i++) columns[i] = IsOrdinary(i) ? first : columns[i];
        for (var hasMoved = true; hasMoved;)
        {
            hasMoved = false;
            foreach (var edge in starts)
            {
                if (columns[edge.To] > columns[edge.From]) continue;
                columns[edge.To] = columns[edge.From] + 1;
                hasMoved = true;
            }
        }

        return columns;

        bool IsOrdinary(int node) => graph.Nodes[node].Band == GraphBand.Ordinary;
    }
}
