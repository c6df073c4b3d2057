using Kubexit.Dependencies;
using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;

namespace Kubexit.Lint.Rules;

/// <summary>What one container waits for, follows or outlives.</summary>
internal enum RelationKind
{
    Birth,
    Death,
    Outlive,
}

/// <summary>One entry of a list of dependencies.</summary>
/// <param name="From">The container that has the entry.</param>
/// <param name="Kind">The list.</param>
/// <param name="Name">The name in it.</param>
/// <param name="Text">The entry as it is best written.</param>
/// <param name="IsOptional">Whether it is skipped when nobody has the name.</param>
internal sealed record Relation(Container From, RelationKind Kind, string Name, string Text, bool IsOptional)
{
    public BirthCondition? Birth { get; init; }

    public DeathCondition? Death { get; init; }

    /// <summary>Whether the API server tells of it, so that the name is a container's and not one in the graveyard.</summary>
    public bool IsByApi { get; init; }

    /// <summary>Whether that is not known, because the manifest does not tell who is asked.</summary>
    public bool IsMaybeByApi { get; init; }

    /// <summary>Whether a file in the graveyard tells of it.</summary>
    public bool IsInGraveyard => !IsByApi && !IsMaybeByApi && !IsObject;

    /// <summary>The containers that have the name. Several are a mistake in the manifest; there may be none.</summary>
    public IReadOnlyList<Container> To { get; init; } = [];

    public bool IsObject => ObjectName.IsMeantBy(Name);

    /// <summary>Whether the entry is fulfilled by an end.</summary>
    public bool NeedsEnd => Kind != RelationKind.Birth || Birth is { } birth && BirthConditions.NeedsEnd(birth);

    public string Variable => Kind switch
    {
        RelationKind.Birth => "KUBEXIT_BIRTH_DEPS",
        RelationKind.Death => "KUBEXIT_DEATH_DEPS",
        RelationKind.Outlive => "KUBEXIT_OUTLIVE_DEPS",
    };

    public SourceSpan Span => From.SpanOf(Variable).Narrow(Name);

    /// <summary>For a person: what the container does with the name.</summary>
    public string Verb => Kind switch
    {
        RelationKind.Birth => "waits for",
        RelationKind.Death => "is stopped by the end of",
        RelationKind.Outlive => "outlives",
    };
}
