using Microsoft.Extensions.Logging;

namespace Kubexit.Probes;

/// <summary>What probes say. Event ids 4000 to 4099.</summary>
internal static partial class ProbeLog
{
    [LoggerMessage(4000, LogLevel.Information, "not ready yet: {Reason}")]
    public static partial void NotReady(this ILogger logger, string reason);

    [LoggerMessage(4001, LogLevel.Warning, "ready, but {Reason}")]
    public static partial void ReadyWithWarning(this ILogger logger, string reason);
}
