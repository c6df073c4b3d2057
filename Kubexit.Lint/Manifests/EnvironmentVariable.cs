using Kubexit.Lint.Reading;

namespace Kubexit.Lint.Manifests;

/// <summary>One variable of a container.</summary>
internal sealed record EnvironmentVariable
{
    public required string Name { get; init; }

    /// <summary>Its value; <see langword="null"/> when the manifest does not tell it (<c>valueFrom</c>, or made from such a one).</summary>
    public required string? Value { get; init; }

    /// <summary>Whether it has a value at any rate, known or not: a field of the pod, for one.</summary>
    public required bool IsSet { get; init; }

    /// <summary>For <c>valueFrom: {fieldRef: {fieldPath: …}}</c>, the path.</summary>
    public string? FieldPath { get; init; }

    /// <summary>Where its value is, or its name when it has none.</summary>
    public required SourceSpan Span { get; init; }
}
