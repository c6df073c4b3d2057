namespace Kubexit.Lint.Graphs;

/// <summary>How the picture of an order looks.</summary>
internal static class GraphSvgStyle
{
    public const string Text = """
        <style>
        text { font-family: ui-sans-serif, system-ui, "Segoe UI", "DejaVu Sans", Helvetica, Arial, sans-serif; font-size: 13px;
          fill: #1e293b }
        .page { fill: #ffffff } .pod { fill: #f8fafc; stroke: #cbd5e1 } .init { fill: #f1f5f9 }
        .heading { font-size: 17px; font-weight: 600 }
        .quiet, .detail, .legend { fill: #64748b; font-size: 12px } .detail { font-size: 11px } .name { font-weight: 600 }
        .bad { fill: #b91c1c }
        .box { stroke-width: 1.5; fill: #ffffff; stroke: #94a3b8 } .member { fill: #eff6ff; stroke: #2563eb }
        .object { fill: #fefce8; stroke: #a16207 }
        .unclaimed { fill: #fef2f2; stroke: #b91c1c; stroke-dasharray: 5 3 }
        .line { fill: none; stroke: currentColor; stroke-width: 1.5 } .head { fill: currentColor }
        .label { font-size: 10.5px; fill: currentColor }
        .start { color: #1d4ed8 } .stop { color: #dc2626 } .outlive { color: #15803d } .next { color: #64748b } .cycle { color: #b45309 }
        .stop .line { stroke-dasharray: 7 3 } .outlive .line { stroke-dasharray: 2 3 } .cycle .line { stroke-width: 3 }
        .label { stroke: #f8fafc; stroke-width: 3px; stroke-linejoin: round; paint-order: stroke }
        @media (prefers-color-scheme: dark) {
        text { fill: #e2e8f0 } .page { fill: #0b1220 } .pod { fill: #111a2c; stroke: #334155 } .init { fill: #1a2438 }
        .quiet, .detail, .legend { fill: #94a3b8 }
        .bad { fill: #f87171 } .box { fill: #1e293b; stroke: #64748b } .member { fill: #172554; stroke: #60a5fa }
        .object { fill: #2a2208; stroke: #eab308 }
        .unclaimed { fill: #2c1215; stroke: #f87171 } .label { fill: currentColor; stroke: #111a2c }
        .start { color: #60a5fa } .stop { color: #f87171 } .outlive { color: #4ade80 } .next { color: #94a3b8 } .cycle { color: #fbbf24 } }
        </style>
        """;

    public static string Class(EdgeKind kind) => kind switch
    {
        EdgeKind.Next => "next",
        EdgeKind.Start => "start",
        EdgeKind.Stop => "stop",
        EdgeKind.Outlive => "outlive",
    };

    public static string Class(NodeKind kind) => kind switch
    {
        NodeKind.Member => "box member",
        NodeKind.Unwrapped => "box",
        NodeKind.Object => "box object",
        NodeKind.Unclaimed => "box unclaimed",
    };

    /// <summary>What a kind of arrow means, for the legend.</summary>
    public static string Meaning(EdgeKind kind) => kind switch
    {
        EdgeKind.Next => "A → B: the kubelet starts B next",
        EdgeKind.Start => "A → B: B starts after A",
        EdgeKind.Stop => "A → B: the end of A stops B",
        EdgeKind.Outlive => "A → B: B ends after A when the pod is deleted",
    };
}
