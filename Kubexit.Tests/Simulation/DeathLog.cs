using Microsoft.Extensions.Logging;

namespace Kubexit.Tests.Simulation;

/// <summary>Keeps the deaths that a life has acted on; everything else that is logged is dropped unformatted.</summary>
internal sealed class DeathLog : ILogger
{
    private const int StoppingFor = 2005;

    public List<DependencyDeath> Answered { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id != StoppingFor || state is not IReadOnlyList<KeyValuePair<string, object?>> values) return;
        foreach (var (_, value) in values)
        {
            if (value is DependencyDeath death) Answered.Add(death);
        }
    }
}
