namespace Kubexit.Tests.App;

/// <summary>Fails once it runs.</summary>
internal sealed class FailingService(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task;
        throw new InvalidOperationException("The host stops for this.");
    }
}
