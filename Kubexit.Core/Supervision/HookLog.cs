using Microsoft.Extensions.Logging;

namespace Kubexit.Supervision;

/// <summary>What hooks say. Events 2100 to 2199.</summary>
internal static partial class HookLog
{
    [LoggerMessage(2101, LogLevel.Warning, "{Hook}: more than {Lines} lines of output; the rest is dropped")]
    public static partial void OutputCut(ILogger logger, string hook, int lines);

    [LoggerMessage(2100, LogLevel.Information, "{Hook}: {Line}")]
    public static partial void Output(ILogger logger, string hook, string line);
}
