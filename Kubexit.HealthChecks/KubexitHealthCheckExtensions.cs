using Kubexit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets health checks say when an application is ready, and says by a health check when it no longer is.</summary>
public static class KubexitHealthCheckExtensions
{
    /// <summary>
    /// The application is ready when, after its host has started, its health checks first report <see cref="HealthStatus.Healthy"/>. They
    /// are run every 500 milliseconds until then, and never again by Kubexit.
    /// </summary>
    /// <remarks>
    /// Not an <see cref="IHealthCheckPublisher"/>: publishers are first called 5 seconds after the start and then every 30 seconds, which
    /// would hold up everybody who waits for this application.
    /// </remarks>
    /// <param name="builder">What <c>AddKubexit</c> returned.</param>
    /// <param name="predicate">Which checks count; all by default.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static KubexitBuilder ReadyWhenHealthy(this KubexitBuilder builder, Func<HealthCheckRegistration, bool>? predicate = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.ReadyOnSignal().Services.AddHealthChecks();
        builder.Services.AddSingleton<IHostedService>(provider =>
            ActivatorUtilities.CreateInstance<HealthReadiness>(provider, new HealthCheckFilter(predicate)));
        return builder;
    }

    /// <summary>
    /// Adds the check <c>kubexit</c> with the tag <c>ready</c>: healthy until the application is asked to stop, unhealthy from that moment
    /// on, while it may still serve (<see cref="KubexitMemberOptions.ServeAfterStop"/>). Map it as readiness, not as liveness.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static IHealthChecksBuilder AddKubexit(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            "kubexit", provider => new MemberHealthCheck(provider.GetRequiredService<IKubexitMember>()), failureStatus: null, ["ready"]));
    }
}
