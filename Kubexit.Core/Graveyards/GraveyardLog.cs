using Microsoft.Extensions.Logging;

namespace Kubexit.Graveyards;

/// <summary>What graveyards say. Events 1000 to 1099.</summary>
internal static partial class GraveyardLog
{
    [LoggerMessage(1000, LogLevel.Warning, "polling every {Interval} instead of watching: {Reason}")]
    public static partial void WatchFailed(ILogger logger, string reason, string interval);

    [LoggerMessage(1001, LogLevel.Debug, "the system dropped directory events; the whole graveyard was read again")]
    public static partial void HintsLost(ILogger logger);

    [LoggerMessage(1002, LogLevel.Warning, "graveyard '{Path}' was removed; waiting for it to come back")]
    public static partial void GraveyardGone(ILogger logger, string path);

    [LoggerMessage(1003, LogLevel.Information, "graveyard '{Path}' exists now")]
    public static partial void GraveyardBack(ILogger logger, string path);

    [LoggerMessage(1007, LogLevel.Information, "graveyard '{Path}' does not exist yet; waiting for it")]
    public static partial void GraveyardAwaited(ILogger logger, string path);

    [LoggerMessage(1004, LogLevel.Warning, "tombstone of '{Name}' cannot be read ({Problem}): treated as alive until it changes")]
    public static partial void TombstoneUnreadable(ILogger logger, string name, string problem);

    [LoggerMessage(1005, LogLevel.Error, "retrying every {Interval}: {Reason}")]
    public static partial void CarveFailed(ILogger logger, string reason, string interval);

    [LoggerMessage(1008, LogLevel.Warning, "a neighbour changed our files in the graveyard ('{Name}': {Damage}); they were restored")]
    public static partial void Mended(ILogger logger, string name, string damage);

    [LoggerMessage(1009, LogLevel.Warning, "another process has taken the name '{Name}' after our lock was removed; neighbours follow it")]
    public static partial void Supplanted(ILogger logger, string name);

    [LoggerMessage(1006, LogLevel.Warning, "retrying: {Reason}")]
    public static partial void ListFailed(ILogger logger, string reason);
}
