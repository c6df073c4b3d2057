using Microsoft.Extensions.Logging;

namespace Kubexit.Configuration;

/// <summary>The words for log levels that people bring along: those of .NET, syslog, Go, Python and Java.</summary>
internal static class LogLevelWord
{
    /// <returns><see langword="null"/> for a word that nobody uses.</returns>
    public static LogLevel? Parse(string text) => text.Trim().ToLowerInvariant() switch
    {
        "trace" or "trce" or "verbose" or "finest" or "all" => LogLevel.Trace,
        "debug" or "dbug" or "dbg" or "fine" => LogLevel.Debug,
        "information" or "info" or "inf" or "notice" or "default" => LogLevel.Information,
        "warning" or "warn" or "wrn" => LogLevel.Warning,
        "error" or "err" or "fail" or "severe" => LogLevel.Error,
        "critical" or "crit" or "fatal" or "panic" or "dpanic" or "alert" or "emerg" or "emergency" => LogLevel.Critical,
        "none" or "off" or "silent" or "quiet" or "disabled" => LogLevel.None,
        _ => null,
    };
}
