using Microsoft.Extensions.Hosting;

namespace Kubexit.Hosting;

/// <summary>Keeps every other hosted service from starting before the birth dependencies, also when services start concurrently.</summary>
internal sealed class StartGate(KubexitMember member) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => member.WaitForStartAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The last thing a host does before it is disposed.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        member.HostStopped();
        return Task.CompletedTask;
    }
}
