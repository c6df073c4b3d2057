using Microsoft.Extensions.Logging;

namespace Kubexit.Tests.Fakes;

/// <summary>A factory whose loggers of every category are the one given.</summary>
internal sealed class OneLogger(ILogger logger) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => logger;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is one logger.");

    public void Dispose()
    {
    }
}
