using System.Text;
using Kubexit.NodeTermination;
using Kubexit.Platform;
using Microsoft.Extensions.Hosting;

namespace Kubexit.NodeAgent;

/// <summary>Runs one drill and ends the host with what became of it.</summary>
internal sealed class DrillService(Drill drill, NodeTerminationNotice notice, AgentExit exit, IHostApplicationLifetime lifetime)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        exit.Code = AgentExit.Broken;
        try
        {
            var result = await drill.RunAsync(notice, stoppingToken);
            StandardStream.Output.TryWrite(Encoding.UTF8.GetBytes($"{result.Text}\n"));
            exit.Code = result.IsGood ? 0 : 1;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            exit.Code = 1; // Broken off.
        }
        lifetime.StopApplication();
    }
}
