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

}
