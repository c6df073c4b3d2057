namespace Kubexit.Configuration;

/// <summary>How a line of the log looks.</summary>
internal enum LogFormat
{
    /// <summary>One short line for people. The default.</summary>
    Text,

    /// <summary>One JSON object a line, for machines.</summary>
    Json,
}
