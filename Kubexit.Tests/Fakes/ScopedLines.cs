using System.Collections.Concurrent;
using Kubexit.Tests.Infrastructure;
using Microsoft.Extensions.Logging;

namespace Kubexit.Tests.Fakes;

/// <summary>Keeps every line with its category and the name that its scopes give it.</summary>
internal sealed class ScopedLines : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<(string Category, string Text, string? Name)> _lines = [];
    private IExternalScopeProvider? _scopes;

    public ILogger CreateLogger(string categoryName) => new OneCategory(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public IReadOnlyList<(string Category, string Text, string? Name)> Of(string category) =>
        [.. _lines.Where(line => line.Category == category)];

    public Task Contain(string words) => Limit.Until(
        () => _lines.Any(line => line.Text.Contains(words, StringComparison.Ordinal)),
        () => $"Nobody said '{words}':\n{string.Join('\n', _lines.Select(line => line.Text))}");

    public void Dispose()
    {
    }

    private void Add(string category, string text)
    {
        string? name = null;
        _scopes!.ForEachScope(
            (scope, _) =>
            {
                if (scope is IEnumerable<KeyValuePair<string, object?>> pairs)
                    name = pairs.FirstOrDefault(pair => pair.Key == "kubexit.name").Value as string ?? name;
            },
            0);
        _lines.Enqueue((category, text, name));
    }

    private sealed class OneCategory(ScopedLines all, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            all.Add(category, formatter(state, exception));
    }
}
