using Kubexit;

namespace EmbeddedWorker;

/// <summary>Works as long as the pod's main container lives.</summary>
internal sealed class Worker(IKubexitMember member, ILogger<Worker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        logger.LogInformation("working");
        var stopped = new TaskCompletionSource();
        using var registration = stoppingToken.Register(stopped.SetResult);
        await stopped.Task;
        logger.LogInformation("done: {Reason}", member.StopReason ?? "asked to stop");
    }
}
