using Kubexit.Dependencies;
using Kubexit.Kubernetes.Objects;
using Kubexit.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Coordination;

/// <summary>What a coordinated run works with: the seams to the system below.</summary>
internal sealed record CoordinatorServices(
    IEventLoop Loop, IGraveyardStore Store, IChildLauncher Launcher, ICommandRunner Commands, IReadinessSource? Readiness, ILogger Logger)
{
    /// <summary>Looks at the objects of the cluster; <see langword="null"/> where none is named.</summary>
    public IObjectSource? Objects { get; init; }

    /// <summary>The child's own word that it is ready, where it can give one; <see langword="null"/> where it cannot.</summary>
    public Task? Announcement { get; init; }

    /// <summary>Measures the run; <see langword="null"/> for a run that nobody can listen to.</summary>
    public CoordinatorTelemetry? Telemetry { get; init; }

    /// <summary>
    /// Kept up to date for an end that nobody can answer; <see langword="null"/> where there is nothing that could speak them.
    /// </summary>
    public ILastWords? LastWords { get; init; }

    /// <summary>Whether whoever runs this tells of a start that failed, so that the run itself need not.</summary>
    public bool IsFailureTold { get; init; }

    /// <summary>Called on the loop when readiness has been recorded.</summary>
    public Action? OnReady { get; init; }

    /// <summary>The services of a run inside somebody's application: on the loop that all such runs share.</summary>
    public static CoordinatorServices Create(
        CoordinatorOptions options, IReadinessSource? readiness, ILoggerFactory? loggerFactory, TimeProvider? timeProvider = null)
    {
        var loop = ClockedLoop.Of(EventLoop.Shared, timeProvider);
        return Create(options, readiness, loggerFactory, loop, PlatformServices.CreateChildLauncher(loop)) with
        {
            Telemetry = new CoordinatorTelemetry(options, loop.Time, listening: Task.CompletedTask),
        };
    }

    public static CoordinatorServices Create(
        CoordinatorOptions options, IReadinessSource? readiness, ILoggerFactory? loggerFactory, IEventLoop loop, IChildLauncher launcher)
    {
        ArgumentNullException.ThrowIfNull(options);
        var logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Kubexit");
        return new CoordinatorServices(
            loop, PlatformServices.CreateGraveyardStore(options.GraveyardPath), launcher,
            PlatformServices.CreateCommandRunner(loop, launcher), readiness, logger)
        {
            Objects = ClusterObjects.Create(options.Dependencies, readiness, logger, options.Namespace),
        };
    }
}
