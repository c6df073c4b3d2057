namespace Kubexit.Dependencies;

/// <summary>One birth condition, latched: once it has come true it stays so.</summary>
internal sealed class BirthWait(BirthDependency dependency, bool isElsewhere)
{
    public BirthDependency Dependency => dependency;

    /// <summary>Whether another source than the graveyard decides.</summary>
    public bool IsElsewhere => isElsewhere;

    public bool IsFulfilled { get; set; }

    /// <inheritdoc cref="BirthConditions.IsFulfilledBy"/>
    public bool IsFulfilledBy(in DependencyLook look, bool isOld) => BirthConditions.IsFulfilledBy(dependency.Condition, look, isOld);

    /// <summary>Whether it can no longer happen.</summary>
    public bool IsImpossibleAfter(in DependencyLook look, bool isUndecided) =>
        look.IsDeath && !isUndecided && BirthConditions.IsImpossibleAfter(dependency.Condition, look);
}
