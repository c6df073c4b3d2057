using Microsoft.Extensions.Hosting;

namespace Kubexit.NodeAgent;

/// <summary>Runs the agent until one drain is through, and ends the host with what became of it.</summary>
internal sealed class DrillService(AgentLoop agent, AgentExit exit, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        exit.Code = AgentExit.Broken;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var running = agent.RunAsync(end.Token);
        await Task.WhenAny(running, agent.Drained.Task);
        if (running.IsCompleted) await running;
        end.Cancel();
        await Work.SettleAsync(running);
        exit.Code = (await agent.Drained.Task).IsComplete ? 0 : 1;
        lifetime.StopApplication();
    }
}
