using Microsoft.Extensions.Logging;

namespace Kubexit.Hosting;

/// <summary>What a member that is its own application says. Events 5300 to 5399.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(5300, LogLevel.Warning, "{Message}")]
    public static partial void Setting(ILogger logger, string message);

    [LoggerMessage(5302, LogLevel.Error, "{Name} has ended ({Exit}): stopping the host")]
    public static partial void ProcessEnded(ILogger logger, string name, string exit);

    [LoggerMessage(5303, LogLevel.Warning, "{Name} has ended ({Exit})")]
    public static partial void ProcessEndedAlone(ILogger logger, string name, string exit);

    [LoggerMessage(5304, LogLevel.Warning, "the death could not be recorded within {Limit}")]
    public static partial void NotRecorded(ILogger logger, string limit);

    [LoggerMessage(5305, LogLevel.Information, "coordination is off: {Reason}")]
    public static partial void Off(ILogger logger, string reason);

    [LoggerMessage(5306, LogLevel.Information,
        "{Lifetime} stays the lifetime of the host: it receives the signals, and a stop is not held back")]
    public static partial void LifetimeStays(ILogger logger, string lifetime);

    [LoggerMessage(5307, LogLevel.Information, "asked to stop; still serving for {Duration}")]
    public static partial void ServingOn(ILogger logger, string duration);

    [LoggerMessage(5310, LogLevel.Information, "{Line}")]
    public static partial void StandardOutput(ILogger logger, string line);

    [LoggerMessage(5311, LogLevel.Information, "{Line}")]
    public static partial void StandardError(ILogger logger, string line);

    [LoggerMessage(5312, LogLevel.Warning, "{Name} has ended ({Exit}): restarting in {Delay}")]
    public static partial void Restarting(ILogger logger, string name, string exit, string delay);
}
