namespace Kubexit.Dependencies;

/// <summary>What each <see cref="BirthCondition"/> means: the one table of its words and of what fulfils it.</summary>
internal static class BirthConditions
{
    /// <summary>For a person: what the dependency is waited for to do.</summary>
    public static string Phrase(BirthCondition condition) => condition switch
    {
        BirthCondition.Ready => "to be ready",
        BirthCondition.Born => "to be born",
        BirthCondition.Succeeded => "to succeed",
        BirthCondition.Died => "to die",
    };

    /// <summary>For a person: what the dependency has done when the condition holds.</summary>
    public static string Fact(BirthCondition condition) => condition switch
    {
        BirthCondition.Ready => "is ready",
        BirthCondition.Born => "has been started",
        BirthCondition.Succeeded => "has succeeded",
        BirthCondition.Died => "has ended",
    };

    /// <summary>Which of the moments of a life decides. An end must also be the right one: <see cref="Allows"/>.</summary>
    public static T MomentOf<T>(BirthCondition condition, T born, T ready, T ended) => condition switch
    {
        BirthCondition.Ready => ready,
        BirthCondition.Born => born,
        BirthCondition.Succeeded or BirthCondition.Died => ended,
    };

    /// <summary>Whether the condition can hold for a life that has ended with this exit code.</summary>
    public static bool Allows(BirthCondition condition, int? exitCode) => condition switch
    {
        BirthCondition.Succeeded => exitCode == 0,
        BirthCondition.Ready or BirthCondition.Born or BirthCondition.Died => true,
    };

    /// <summary>Whether the condition holds only when a life has ended.</summary>
    public static bool NeedsEnd(BirthCondition condition) => Implies(condition, DeathCondition.Died);

    /// <param name="condition">The condition.</param>
    /// <param name="look">The latest look.</param>
    /// <param name="isOld">Whether the death it shows was there before our life began.</param>
    public static bool IsFulfilledBy(BirthCondition condition, in DependencyLook look, bool isOld) => condition switch
    {
        BirthCondition.Ready => look.IsReady,

        // A short process may be born and dead between two looks; a neighbour that was dead before our life may come back.
        BirthCondition.Born => look.IsBorn
            && (look.Vitality == Vitality.Alive || (look.Vitality == Vitality.Dead && (!isOld || look.IsOfObject))),
        BirthCondition.Succeeded => look is { Vitality: Vitality.Dead, ExitCode: 0 },
        BirthCondition.Died => look.IsDead,
    };

    /// <summary>
    /// Whether it can no longer happen after that death. A neighbour can only miss success for good, since whoever died may be started
    /// again; an object that has ended is never ready again, and one that was deleted may be made anew.
    /// </summary>
    public static bool IsImpossibleAfter(BirthCondition condition, in DependencyLook death) => condition switch
    {
        BirthCondition.Succeeded => death.ExitCode != 0 && (!death.IsOfObject || death.IsFinal),
        BirthCondition.Ready => death.IsFinal,
        BirthCondition.Born or BirthCondition.Died => false,
    };

    /// <summary>Whether the one can only come true together with the other.</summary>
    public static bool Implies(BirthCondition birth, DeathCondition death) => birth switch
    {
        BirthCondition.Died => death == DeathCondition.Died,
        BirthCondition.Succeeded => death is DeathCondition.Succeeded or DeathCondition.Died,
        BirthCondition.Ready or BirthCondition.Born => false,
    };
}
