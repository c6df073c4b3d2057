namespace Kubexit.Tests.KubernetesApi;

/// <summary>What the process of a container does, in each of its lives.</summary>
internal sealed record ContainerBehaviour
{
    /// <summary>Runs until it is told to end, and ends at once then.</summary>
    public static readonly ContainerBehaviour Server = new();

    /// <summary>Never ends by itself, and a TERM does not matter to it.</summary>
    public static readonly ContainerBehaviour IgnoresTerm = new() { StopTime = null };

    /// <summary>From its start until its startup probe passes; <see langword="null"/>: it has none.</summary>
    public TimeSpan? StartedAfter { get; init; }

    /// <summary>From then until its readiness probe passes; <see langword="null"/>: it has none, and is ready as soon as it runs.</summary>
    public TimeSpan? ReadyAfter { get; init; }

    /// <summary>From its start to its own end; <see langword="null"/>: it does not end by itself.</summary>
    public TimeSpan? EndsAfter { get; init; }

    public int ExitCode { get; init; }

    /// <summary>From TERM to its end; <see langword="null"/>: only a KILL ends it.</summary>
    public TimeSpan? StopTime { get; init; } = TimeSpan.FromSeconds(0.1);

    public int StopExitCode { get; init; }

    /// <summary>From TERM until its readiness probe fails, which shows even in a pod that is being deleted.</summary>
    public TimeSpan? UnreadyAfterTerm { get; init; }
}
