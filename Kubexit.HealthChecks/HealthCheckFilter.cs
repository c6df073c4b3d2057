using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kubexit;

/// <summary>Which health checks count; all without a predicate.</summary>
internal sealed record HealthCheckFilter(Func<HealthCheckRegistration, bool>? Predicate);
