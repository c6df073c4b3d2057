using Microsoft.Extensions.Logging;

namespace Kubexit.Host;

/// <summary>What the verbs say while they run. Events 5100 to 5299.</summary>
internal static partial class VerbLog
{
    [LoggerMessage(5100, LogLevel.Information, "waiting for {Pending}")]
    public static partial void Waiting(ILogger logger, string pending);

    [LoggerMessage(5101, LogLevel.Information, "still waiting for {Pending}")]
    public static partial void StillWaiting(ILogger logger, string pending);

    [LoggerMessage(5102, LogLevel.Information, "all conditions hold after {Elapsed}")]
    public static partial void Done(ILogger logger, string elapsed);

    [LoggerMessage(5103, LogLevel.Error, "{Message}")]
    public static partial void Failed(ILogger logger, string message);
}
