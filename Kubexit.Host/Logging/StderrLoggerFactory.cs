using Kubexit.Configuration;
using Microsoft.Extensions.Logging;

namespace Kubexit.Host;

/// <summary>Loggers that write lines to stderr.</summary>
/// <remarks>
/// Not Microsoft's console logger: it writes to stdout unless told otherwise, blocks its callers when nobody reads, and its factory,
/// options and formatters would be most of what the wrapper costs. No provider can be added.
/// </remarks>
internal sealed class StderrLoggerFactory(LogLevel level, LogFormat format) : ILoggerFactory
{
    private readonly StderrWriter _writer = new();

    /// <summary>Begins to write; what was logged before has been kept.</summary>
    public void Start() => _writer.Start();

    public ILogger CreateLogger(string categoryName) => new StderrLogger(_writer, level, format == LogFormat.Json ? categoryName : null);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Log lines go to stderr only.");

    public void Dispose() => _writer.Dispose();
}
