using Microsoft.Extensions.Hosting;

namespace Kubexit.NodeAgent;

/// <summary>Serves metrics and health for as long as the host runs. The host does not start when the address cannot be had.</summary>
internal sealed class EndpointService(AgentEndpoint endpoint) : BackgroundService
{
    /// <exception cref="System.Net.Sockets.SocketException">The address to listen at is taken or not ours.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        endpoint.Start();
        return base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => endpoint.RunAsync(stoppingToken);
}
