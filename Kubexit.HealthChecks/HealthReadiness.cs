using Kubexit.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kubexit;

/// <summary>Runs the health checks until they are all healthy, then says that the application is ready.</summary>
internal sealed class HealthReadiness(
    HealthCheckService health, HealthCheckFilter filter, IKubexitMember member, IHostApplicationLifetime lifetime,
    ILoggerFactory loggerFactory,
    TimeProvider? timeProvider = null) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await StartedAsync(stoppingToken).ConfigureAwait(false);
        var logger = (member.Name.Length > 0 ? new NamedLoggerFactory(loggerFactory, member.Name) : loggerFactory).CreateLogger("Kubexit");
        HealthStatus? last = null;
        while (true)
        {
            var status = (await health.CheckHealthAsync(filter.Predicate, stoppingToken).ConfigureAwait(false)).Status;
            if (status == HealthStatus.Healthy) break;
            if (last != status) HealthLog.NotHealthy(logger, last = status);
            await Task.Delay(Period, timeProvider ?? TimeProvider.System, stoppingToken).ConfigureAwait(false);
        }

        await member.SignalReadyAsync(stoppingToken).ConfigureAwait(false);
    }

    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
