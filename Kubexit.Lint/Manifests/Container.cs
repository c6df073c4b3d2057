using Kubexit.Lint.Reading;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Lint.Manifests;

/// <summary>One container of a pod, or one service of a Compose file.</summary>
internal sealed record Container
{
    public required string Name { get; init; }

    public required ContainerRole Role { get; init; }

    public required Wrapping Wrapping { get; init; }

    /// <summary>The word of the command that calls kubexit; <see langword="null"/> when none does.</summary>
    public string? KubexitProgram { get; init; }

    /// <summary>The command that is wrapped, where the manifest tells it.</summary>
    public IReadOnlyList<string>? Wrapped { get; init; }

    /// <summary>Where its name is.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>From its YAML everything that has no property here.</summary>
    public required YamlNode Node { get; init; }

    public string? Image { get; init; }

    /// <summary>The entry point; <see langword="null"/> when the image decides.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>What follows the entry point; <see langword="null"/> when the image decides.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    public required IReadOnlyDictionary<string, EnvironmentVariable> Environment { get; init; }

    /// <summary>What its <c>KUBEXIT_*</c> variables say; <see langword="null"/> for a container that is no member of a graveyard.</summary>
    public KubexitSettings? Settings { get; init; }

    public IReadOnlyList<VolumeMount> Mounts { get; init; } = [];

    /// <summary>From TERM to KILL: the pod's <c>terminationGracePeriodSeconds</c>, or the service's <c>stop_grace_period</c>.</summary>
    public required TimeSpan TerminationGrace { get; init; }

    /// <summary>Whether the kubelet starts it again, and when.</summary>
    public required RestartRule Restarts { get; init; }

    /// <summary>Whether a wrapper, or an application that is itself a member, runs in it or may run in it.</summary>
    public bool IsMember => Settings is not null;
}
