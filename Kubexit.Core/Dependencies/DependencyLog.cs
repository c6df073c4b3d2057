using Microsoft.Extensions.Logging;

namespace Kubexit.Dependencies;

/// <summary>What the watching of dependencies says. Events 1100 to 1199.</summary>
internal static partial class DependencyLog
{
    [LoggerMessage(1100, LogLevel.Information, "'{Name}' is optional and absent: skipped")]
    public static partial void Skipped(ILogger logger, string name);

    [LoggerMessage(1101, LogLevel.Debug, "readiness source: {Reason}")]
    public static partial void ReadinessDelayed(ILogger logger, string reason);

    [LoggerMessage(1102, LogLevel.Warning, "deaths elsewhere in the cluster may be missed: {Reason}")]
    public static partial void ObjectRefused(ILogger logger, string reason);
}
