using Kubexit.Lint.Reading;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Lint.Manifests;

/// <summary>One object of the cluster, of whatever kind.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name, or <c>generateName</c>; empty when it has neither.</param>
/// <param name="Namespace">Its namespace; <see langword="null"/> when none is written.</param>
/// <param name="Root">All of it.</param>
internal sealed record Manifest(SourceFile File, string Kind, string Name, string? Namespace, YamlNode Root)
{
    /// <summary>Where it is named, or else where it begins.</summary>
    public SourceSpan Span =>
        SourceSpan.Of(File, Root.Get("metadata", "name") ?? Root.Get("metadata", "generateName") ?? Root.Get("kind") ?? Root);
}
