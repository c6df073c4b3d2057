namespace Kubexit.Host;

/// <summary>The forms that <c>kubexit status --output</c> knows, by these words.</summary>
internal enum StatusOutput
{
    /// <summary>For people: a table and a timeline.</summary>
    Table,

    /// <summary>For programs.</summary>
    Json,

    /// <summary>For programs and people.</summary>
    Yaml,

    /// <summary>A gantt block for Markdown.</summary>
    Mermaid,

    /// <summary>A picture.</summary>
    Svg,
}
