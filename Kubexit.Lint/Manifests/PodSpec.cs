using Kubexit.Lint.Reading;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Lint.Manifests;

/// <summary>A pod, the template of one, or all services of a Compose file: containers that live together.</summary>
internal sealed record PodSpec
{
    /// <summary>Of the object that it is in: <c>Pod</c>, <c>Job</c>, <c>Compose</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Of the object that it is in, with the template's name where it has several.</summary>
    public required string Name { get; init; }

    /// <summary>Of the object that it is in; <see langword="null"/> when none is written.</summary>
    public string? Namespace { get; init; }

    /// <summary>Where the object is named.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>The pod's spec, or the whole Compose file.</summary>
    public required YamlNode Node { get; init; }

    public bool IsCompose => Kind == "Compose";

    /// <summary>In the order in which they are started: init containers and native sidecars first.</summary>
    public required IReadOnlyList<Container> Containers { get; init; }

    /// <summary>Of the pod template and of the object that it is in.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>From TERM to KILL when the pod is deleted; in a Compose file the longest of its services.</summary>
    public required TimeSpan TerminationGrace { get; init; }

    /// <summary>How long the pod, or the Job, may run; <see langword="null"/> for no limit.</summary>
    public TimeSpan? ActiveDeadline { get; init; }

    public required RestartRule RestartPolicy { get; init; }
}
