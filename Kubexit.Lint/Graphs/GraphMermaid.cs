using System.Globalization;
using System.Text;
using Kubexit.Graveyards;

namespace Kubexit.Lint.Graphs;

/// <summary>
/// The order as a Mermaid flowchart (<see href="https://mermaid.js.org/syntax/flowchart.html"/>), to paste into a document.
/// </summary>
internal static class GraphMermaid
{
    public static string Render(IReadOnlyList<PodGraph> pods)
    {
        var text = new StringBuilder("flowchart LR\n");
        for (var i = 0; i < pods.Count; i++) Write(pods[i], i, text);
        return text.ToString();
    }

    private static void Write(PodGraph pod, int index, StringBuilder text)
    {
        foreach (var cycle in pod.Cycles) text.Append(CultureInfo.InvariantCulture, $"    %% {Escape(pod.Describe(cycle))}\n");
        for (var i = 0; i < pod.Nodes.Count; i++)
        {
            if (pod.Nodes[i].Band == GraphBand.Outside) text.Append(CultureInfo.InvariantCulture, $"    {Box(pod, index, i)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"    subgraph p{index}[\"{Escape(pod.Title)}\"]\n");
        for (var i = 0; i < pod.Nodes.Count; i++)
        {
            if (pod.Nodes[i].Band != GraphBand.Outside) text.Append(CultureInfo.InvariantCulture, $"        {Box(pod, index, i)}\n");
        }

        text.Append("    end\n");
        foreach (var edge in pod.Edges)
            text.Append(CultureInfo.InvariantCulture, $"    p{index}n{edge.From} {Arrow(edge)} p{index}n{edge.To}\n");
    }

    private static string Box(PodGraph pod, int index, int node)
    {
        var label = $"\"{Escape(pod.Nodes[node].Name)}<br/>{pod.Nodes[node].Detail}\"";
        var shape = pod.Nodes[node].Kind switch
        {
            NodeKind.Member => $"({label})",
            NodeKind.Unwrapped => $"[{label}]",
            NodeKind.Object => $"{{{{{label}}}}}",
            NodeKind.Unclaimed => $"[/{label}/]",
        };
        return string.Create(CultureInfo.InvariantCulture, $"p{index}n{node}{shape}");
    }

    private static string Arrow(GraphEdge edge) => edge.Kind switch
    {
        EdgeKind.Next => "-->",
        EdgeKind.Start => $"-- \"{edge.Label}\" -->",
        EdgeKind.Stop => $"-. \"stops when {edge.Label}\" .->",
        EdgeKind.Outlive => $"-. \"outlived{edge.Label}\" .->",
    };

    /// <summary>What has a meaning to Mermaid or to HTML is written as its code, and so is what does not print.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || (rune.IsAscii && " ._-/+,:'!?@*".Contains((char)rune.Value))) escaped.Append(rune);
            else if (rune.Value is >= ' ' and <= '~') escaped.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
            else escaped.Append(PrintableText.Escape(rune));
        }

        return escaped.ToString();
    }
}
