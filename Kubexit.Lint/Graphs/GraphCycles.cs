namespace Kubexit.Lint.Graphs;

/// <summary>Finds who waits for each other in a circle.</summary>
internal static class GraphCycles
{
    /// <returns>Each circle as a set of places, in order.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Find(IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphEdge> edges)
    {
        var next = new List<int>[nodes.Count];
        for (var i = 0; i < next.Length; i++) next[i] = [];
        foreach (var edge in edges.Where(edge => edge.Kind == EdgeKind.Start)) next[edge.From].Add(edge.To);

        // An init container has ended before anything after it starts. A native sidecar holds up nobody: its wrapper has started, whatever
        // it waits for.
        for (var i = 0; i < nodes.Count; i++)
        {
            if (!nodes[i].EndsFirst) continue;
            for (var later = i + 1; later < nodes.Count && nodes[later].Band != GraphBand.Outside; later++) next[i].Add(later);
        }

        HashSet<int>[] reached = [.. next.Select((_, from) => Reach(next, from))];
        var found = new List<IReadOnlyList<int>>();
        for (var i = 0; i < nodes.Count; i++)
        {
            if (!reached[i].Contains(i) || found.Any(cycle => cycle.Contains(i))) continue;
            found.Add([.. Enumerable.Range(i, nodes.Count - i).Where(j => reached[i].Contains(j) && reached[j].Contains(i))]);
        }

        return found;
    }

    public static bool IsPartOf(IReadOnlyList<IReadOnlyList<int>> cycles, GraphEdge edge) =>
        edge.Kind is EdgeKind.Start or EdgeKind.Next && cycles.Any(cycle => cycle.Contains(edge.From) && cycle.Contains(edge.To));

    private static HashSet<int> Reach(List<int>[] next, int from)
    {
        var (reached, open) = (new HashSet<int>(), new Stack<int>(next[from]));
        while (open.TryPop(out var node))
        {
            if (!reached.Add(node)) continue;
            foreach (var other in next[node]) open.Push(other);
        }

        return reached;
    }
}
