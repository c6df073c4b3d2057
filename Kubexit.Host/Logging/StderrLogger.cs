using System.Buffers;
using System.Text;
using Kubexit.Graveyards;
using Microsoft.Extensions.Logging;

namespace Kubexit.Host;

/// <summary>
/// Turns an event into one line: text for people, or JSON when a category is given. No word in it, whoever wrote it, moves a terminal.
/// </summary>
internal sealed class StderrLogger(StderrWriter writer, LogLevel minimum, string? jsonCategory) : ILogger
{
    public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && logLevel != LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var message = formatter(state, exception);
        if (exception is not null) message = $"{message} {exception.GetType().Name}: {exception.Message}";
        writer.Enqueue(jsonCategory is null
            ? Encoding.UTF8.GetBytes($"kubexit: {Prefix(logLevel)}{PrintableText.OfLines(message)}\n")
            : JsonLogLine.Format(logLevel, eventId, jsonCategory, message, state as IReadOnlyList<KeyValuePair<string, object?>>));
    }

    private static string Prefix(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug: ",
        LogLevel.Warning => "warning: ",
        LogLevel.Error or LogLevel.Critical => "error: ",
        _ => "",
    };
}
