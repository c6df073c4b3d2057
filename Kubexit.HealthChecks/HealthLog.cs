using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Kubexit;

/// <summary>What readiness by health checks says. Events 5350 to 5359.</summary>
internal static partial class HealthLog
{
    [LoggerMessage(5350, LogLevel.Information, "not ready yet: health is {Status}")]
    public static partial void NotHealthy(ILogger logger, HealthStatus? status);
}
