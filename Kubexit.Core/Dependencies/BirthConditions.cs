using Kubexit.Graveyards;

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

    /// <param name="condition">The condition.</param>
    /// <param name="observation">The latest look.</param>
    /// <param name="isOld">Whether the death it shows was there before our life began.</param>
    public static bool IsFulfilledBy(BirthCondition condition, in TombstoneObservation observation, bool isOld) => condition switch
    {
        BirthCondition.Ready => observation is { Vitality: Vitality.Alive, Tombstone.Ready: not null },

        // A short process may be born and dead between two looks; one that was dead before our life may come back.
        BirthCondition.Born => observation.Tombstone?.Born is not null
            && (observation.Vitality == Vitality.Alive || (observation.Vitality == Vitality.Dead && !isOld)),
        BirthCondition.Succeeded => observation is { Vitality: Vitality.Dead, ExitCode: 0 },
        BirthCondition.Died => observation.IsDead,
    };

    /// <summary>Whether it can no longer come true after that death. Only success can be missed for good: whoever died may be started again.</summary>
    public static bool IsImpossibleAfter(BirthCondition condition, in TombstoneObservation death) => condition switch
    {
        BirthCondition.Succeeded => death.ExitCode != 0,
        BirthCondition.Ready or BirthCondition.Born or BirthCondition.Died => false,
    };

    /// <summary>Whether the one can only come true together with the other.</summary>
    public static bool Implies(BirthCondition birth, DeathCondition death) => birth switch
    {
        BirthCondition.Died => death == DeathCondition.Died,
        BirthCondition.Succeeded => death is DeathCondition.Succeeded or DeathCondition.Died,
        BirthCondition.Ready or BirthCondition.Born => false,
    };
}
