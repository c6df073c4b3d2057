using Kubexit.NodeTermination;
using Kubexit.Platform;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>
/// The agent rests nearly all of its life: what its start, or a long list, took of the node's memory is given back. Never while the node
/// ends.
/// </summary>
internal sealed class RestService(Urgency urgency, TimeProvider time, ILoggerFactory loggers) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5), Every = TimeSpan.FromMinutes(10);

    private readonly ILogger _logger = loggers.CreateLogger(AgentLogCategory.Agent);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var pause = First; ; pause = Every)
        {
            await time.DelayAsync(pause, stoppingToken);
            if (urgency.IsUrgent) continue;
            PlatformServices.GiveBackMemory();
            AgentLog.Rests(_logger);
        }
    }
}
