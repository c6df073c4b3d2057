using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kubexit.Tests.App;

/// <summary>Healthy once a line has come in.</summary>
internal sealed class InputHealth : IHealthCheck
{
    public static volatile bool IsHealthy;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(IsHealthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}
