using System.Collections;
using Microsoft.Extensions.Logging;

namespace Kubexit.Hosting;

/// <summary>
/// Loggers whose every line says whose it is: an application may have several members and helpers, and each would say "ready".
/// </summary>
internal sealed class NamedLoggerFactory(ILoggerFactory inner, string name) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new NamedLogger(inner.CreateLogger(categoryName), name);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    // The application's own, which lives on.
    public void Dispose()
    {
    }

    private sealed class NamedLogger(ILogger logger, string name) : ILogger
    {
        private readonly NameScope _scope = new(name);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!logger.IsEnabled(logLevel)) return;
            using var scope = logger.BeginScope(_scope);
            logger.Log(logLevel, eventId, state, exception, (s, e) => $"{name}: {formatter(s, e)}");
        }
    }

    /// <summary>Read by providers as an attribute, and by people as text.</summary>
    private sealed class NameScope(string name) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 1;

        public KeyValuePair<string, object?> this[int index] =>
            index == 0 ? new("kubexit.name", name) : throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return this[0];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"kubexit.name:{name}";
    }
}
