using System.Globalization;
using System.Text;
using Kubexit.Graveyards;

namespace Kubexit.Lint.Graphs;

/// <summary>The order for Graphviz (<see href="https://graphviz.org/doc/info/lang.html"/>).</summary>
internal static class GraphDot
{
    public static string Render(IReadOnlyList<PodGraph> pods)
    {
        var text = new StringBuilder(
            "digraph order {\n  rankdir=LR; fontname=\"sans-serif\"; node [fontname=\"sans-serif\"]; edge [fontname=\"sans-serif\", "
                + "fontsize=10];\n");
        for (var i = 0; i < pods.Count; i++) Write(pods[i], i, text);
        return text.Append("}\n").ToString();
    }

    private static void Write(PodGraph pod, int index, StringBuilder text)
    {
        foreach (var cycle in pod.Cycles) text.Append(CultureInfo.InvariantCulture, $"  // {PrintableText.Of(pod.Describe(cycle))}\n");
        for (var i = 0; i < pod.Nodes.Count; i++)
        {
            if (pod.Nodes[i].Band == GraphBand.Outside) text.Append(CultureInfo.InvariantCulture, $"  {Box(pod, index, i)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"  subgraph cluster_{index} {{\n    label={Quote(pod.Title)};\n");
        for (var i = 0; i < pod.Nodes.Count; i++)
        {
            if (pod.Nodes[i].Band != GraphBand.Outside) text.Append(CultureInfo.InvariantCulture, $"    {Box(pod, index, i)}\n");
        }

        text.Append("  }\n");
        foreach (var edge in pod.Edges)
            text.Append(CultureInfo.InvariantCulture,
                $"  p{index}n{edge.From} -> p{index}n{edge.To} [{Look(edge)}, label={Quote(edge.Label)}, "
                    + $"tooltip={Quote(edge.Sentence)}];\n");
    }

    private static string Box(PodGraph pod, int index, int node)
    {
        var shape = pod.Nodes[node].Kind switch
        {
            NodeKind.Member => "shape=box, style=rounded",
            NodeKind.Unwrapped => "shape=box",
            NodeKind.Object => "shape=octagon",
            NodeKind.Unclaimed => "shape=box, style=dashed, color=red",
        };
        return string.Create(CultureInfo.InvariantCulture,
            $"p{index}n{node} [{shape}, label={Quote(pod.Nodes[node].Name)}, tooltip={Quote(pod.Nodes[node].Detail)}];");
    }

    // An arrow that points back in time does not pull its boxes apart.
    private static string Look(GraphEdge edge) => edge.Kind switch
    {
        EdgeKind.Next => "color=gray",
        EdgeKind.Start => edge.IsInCycle ? "color=orange, penwidth=3" : "color=blue",
        EdgeKind.Stop => "color=red, style=dashed, constraint=false",
        EdgeKind.Outlive => "color=darkgreen, style=dotted, constraint=false",
    };

    private static string Quote(string text) =>
        $"\"{PrintableText.Of(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
