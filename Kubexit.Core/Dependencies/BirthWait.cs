using Kubexit.Graveyards;

namespace Kubexit.Dependencies;

/// <summary>One birth condition, latched: once it has come true it stays so.</summary>
internal sealed class BirthWait(BirthDependency dependency, bool isElsewhere)
{
    public BirthDependency Dependency => dependency;

    /// <summary>Whether another source than the graveyard decides.</summary>
    public bool IsElsewhere => isElsewhere;

    public bool IsFulfilled { get; set; }

    public string Word => dependency.Condition switch
    {
        BirthCondition.Born => "born",
        BirthCondition.Succeeded => "done successfully",
        BirthCondition.Died => "done",
        _ => "ready",
    };

    /// <param name="observation">The latest look.</param>
    /// <param name="isOld">Whether the death it shows was there before our life began.</param>
    public bool IsFulfilledBy(in TombstoneObservation observation, bool isOld) => dependency.Condition switch
    {
        BirthCondition.Ready => observation is { Vitality: Vitality.Alive, Tombstone.Ready: not null },

        // A short process may be born and dead between two looks; one that was dead before our life may come back.
        BirthCondition.Born => observation.Tombstone?.Born is not null
            && (observation.Vitality == Vitality.Alive || (observation.Vitality == Vitality.Dead && !isOld)),
        BirthCondition.Succeeded => observation is { Vitality: Vitality.Dead, ExitCode: 0 },
        _ => observation.IsDead,
    };

    /// <summary>Whether it can no longer come true. Only success can be missed for good: whoever died may be started again.</summary>
    public bool IsImpossibleAfter(in TombstoneObservation observation, bool isUndecided) =>
        dependency.Condition == BirthCondition.Succeeded && observation.IsDead && !isUndecided && observation.ExitCode != 0;
}
