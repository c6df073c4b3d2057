using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>The agent for as long as the host runs. What is under way at its end is continued by the next agent on this node.</summary>
internal sealed class AgentService(AgentLoop agent, AgentSettings settings, AgentExit exit, ILoggerFactory loggers) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        AgentLog.Started(
            loggers.CreateLogger(AgentLogCategory.Agent), settings.Agent.NodeName, settings.Notices.Provider.ToString().ToLowerInvariant());
        exit.Code = AgentExit.Broken; // The host says what broke, and ends with what stands here.
        try
        {
            await agent.RunAsync(stoppingToken);
        }
        finally
        {
            if (stoppingToken.IsCancellationRequested) exit.Code = 0;
        }
    }
}
