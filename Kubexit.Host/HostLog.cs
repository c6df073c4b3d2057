using Microsoft.Extensions.Logging;

namespace Kubexit.Host;

/// <summary>What the command itself says. Events 5000 to 5099.</summary>
internal static partial class HostLog
{
    [LoggerMessage(5000, LogLevel.Error, "{Message}")]
    public static partial void Error(ILogger logger, string message);

    [LoggerMessage(5001, LogLevel.Warning, "{Message}")]
    public static partial void Warning(ILogger logger, string message);

    [LoggerMessage(5002, LogLevel.Critical, "Kubexit itself failed: {Type}: {Message} This is a bug, please report it.\n{StackTrace}")]
    public static partial void Bug(ILogger logger, string type, string message, string stackTrace);
}
