using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kubexit;

/// <summary>Unhealthy from the moment on in which the application is asked to stop.</summary>
internal sealed class MemberHealthCheck(IKubexitMember member) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(member.Stopping.IsCancellationRequested
            ? new HealthCheckResult(context.Registration.FailureStatus, member.StopReason ?? "The application was asked to stop.")
            : HealthCheckResult.Healthy());
}
