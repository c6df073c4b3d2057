using System.Collections.Concurrent;
using Kubexit.Kubernetes;
using Microsoft.Extensions.Logging;

namespace Kubexit.Tests.Fakes;

/// <summary>Keeps every message of every level, as text.</summary>
internal sealed class RecordingLogger : ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, EventId Id, string Text)> _entries = [];

    public IReadOnlyList<(LogLevel Level, EventId Id, string Text)> Entries => [.. _entries];

    /// <summary>Every message as <c>Level: text</c>.</summary>
    public IReadOnlyList<string> Lines => [.. _entries.Select(entry => $"{entry.Level}: {entry.Text}")];

    public string Text => string.Join('\n', Entries.Select(entry => entry.Text));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((logLevel, eventId,
            exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception}"));
}
