using Kubexit.Platform;
using Kubexit.Supervision;

namespace Kubexit.Tests.Simulation;

/// <summary>No member of a simulated pod has hooks or probes that are commands.</summary>
internal sealed class NoCommands : ICommandRunner
{
    public static NoCommands Instance { get; } = new();

    public Task<ChildExit> RunAsync(IReadOnlyList<string> command, Action<string>? output, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing is run in a simulation.");
}
