using Microsoft.Extensions.Logging;

namespace Kubexit.Configuration;

/// <summary>What the command tells its user, how, and where its last words go.</summary>
internal sealed record LogSettings
{
    public LogLevel Level { get; init; } = LogLevel.Information;

    public LogFormat Format { get; init; } = LogFormat.Text;

    /// <summary>The file that <c>kubectl describe pod</c> shows the end of; written only where it exists and is empty.</summary>
    public string TerminationLogPath { get; init; } = "/dev/termination-log";

    public static LogSettings Read(SettingsReader reader)
    {
        var defaults = new LogSettings();
        return new()
        {
            Level = ReadLevel(reader, defaults.Level),
            Format = reader.Choice("KUBEXIT_LOG_FORMAT", defaults.Format),
            TerminationLogPath = reader.Value("KUBEXIT_TERMINATION_LOG", defaults.TerminationLogPath, SettingValue.Path),
        };
    }

    /// <summary>A setting of the log is no reason to keep a container from starting.</summary>
    private static LogLevel ReadLevel(SettingsReader reader, LogLevel defaultLevel)
    {
        const string variable = "KUBEXIT_LOG_LEVEL";
        if (reader.Text(variable) is not { } text) return defaultLevel;
        if (LogLevelWord.Parse(text) is { } level) return level;
        reader.AddWarning(
            $"{reader.Word(variable)} '{text}' is not a log level: information is used. "
            + "Write trace, debug, information, warning, error, critical or none.");
        return LogLevel.Information;
    }
}
