namespace Kubexit.Lint.Graphs;

/// <summary>The forms that <c>kubexit-lint graph --output</c> knows, by these words.</summary>
internal enum GraphOutput
{
    /// <summary>A picture.</summary>
    Svg,

    /// <summary>For Markdown.</summary>
    Mermaid,

    /// <summary>For Graphviz.</summary>
    Dot,
}
