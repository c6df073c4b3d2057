using Kubexit.Graveyards;
using Kubexit.Platform;

namespace Kubexit.Dependencies;

/// <summary>Everything known of one name that somebody waits for.</summary>
internal sealed class TrackedDependency(string name)
{
    public string Name => name;

    public BirthWait? Birth { get; set; }

    public DeathCondition? DeathCondition { get; set; }

    public bool IsOutlived { get; set; }

    /// <summary>Whether it is an object of the cluster, which is not in the graveyard.</summary>
    public bool IsObject => ObjectName.IsMeantBy(name) && Birth is not { IsElsewhere: true };

    /// <summary>Whether it has been looked at.</summary>
    public bool IsHeard { get; set; }

    /// <summary>How often it was found missing: a grace that began before it came and went again is not its grace.</summary>
    public int Absences { get; set; }

    /// <summary>
    /// Whether nothing may be started before somebody has looked whether it is dead already. The graveyard answers at once.
    /// </summary>
    public bool AwaitsFirstLook => IsObject && DeathCondition is not null && !IsHeard;

    /// <summary>Whether this process has lived before in this graveyard.</summary>
    public bool IsLaterLife { get; set; }

    /// <summary>The death that has been acted on, in this life or an earlier one.</summary>
    public AnsweredDeath? Answered { get; set; }

    /// <summary>The death that was there before our life began, until another life or another death is seen.</summary>
    public AnsweredDeath? OldDeath { get; set; }

    /// <summary>Whether the time in which the dependency could have come back is over.</summary>
    public bool IsJudged { get; set; }

    public DependencyLook Last { get; set; }

    public bool IsOld => OldDeath is not null;

    /// <summary>Whether an old death may still turn out to be the past of a process that is being started again.</summary>
    public bool IsUndecided => IsOld && !IsJudged;

    /// <summary>
    /// An unanswered old death that would stop us, or one that nobody has looked for: nothing is started before it is judged.
    /// </summary>
    public bool HoldsStart => AwaitsFirstLook
        || (IsUndecided && OldDeath != Answered && DeathCondition is { } condition && DeathConditions.Matches(condition, Last));

    /// <summary>The death to act on, if there is one.</summary>
    public DependencyDeath? FindDeath(in DependencyLook look)
    {
        if (DeathCondition is not { } condition || !look.IsDeath || IsUndecided || look.Death == Answered) return null;
        if (!DeathConditions.Matches(condition, look)) return null;
        return new DependencyDeath(Name, look.Death, look.ExitCode, look.Vitality == Vitality.Vanished, look.Words);
    }

    /// <summary>
    /// The death of a life that was seen alive, and in whose place another one stands already: it came back before anybody looked, and
    /// its record is gone.
    /// </summary>
    public DependencyDeath? FindUnseenDeath(in DependencyLook before, in DependencyLook now) =>
        before is { Vitality: Vitality.Alive, IsDeath: false, Life: { } last } && now is { IsDeath: false, Life: { } next } && last != next
        && DeathCondition is not (null or Kubexit.DeathCondition.Succeeded) && Answered != new AnsweredDeath(last, null)
            ? new DependencyDeath(Name, new AnsweredDeath(last, null), null, hasVanished: true,
                now.IsOfObject ? "was deleted and created again" : null)
            : null;

    /// <summary>The life that was seen alive and whose lock is gone, until anything of it is seen again.</summary>
    public string? LostLife { get; private set; }

    /// <returns>
    /// Whether a life has been lost just now. A lock does not go by itself: a neighbour has removed it, and with it the news of a kill.
    /// </returns>
    public bool NoteLoss(in DependencyLook before, in DependencyLook now)
    {
        if (now.IsOfObject) return false;
        if (now.Lock.State != LockState.Absent || now.IsDead)
        {
            LostLife = null;
            return false;
        }

        if (before is not { Vitality: Vitality.Alive, Lock: { State: LockState.Held, Life: { } life } }) return false;
        LostLife = life;
        return DeathCondition is not (null or Kubexit.DeathCondition.Succeeded);
    }

    /// <summary>For the log: the name, what is awaited and what is there instead.</summary>
    public string Describe() => $"'{Name}' {Awaited} ({State})";

    private string Awaited =>
        Birth is { IsFulfilled: false } birth ? BirthConditions.Phrase(birth.Dependency.Condition) : AwaitsFirstLook ? "to be looked at"
            : "to come back";

    private string State => (Birth, IsObject, IsHeard) switch
    {
        ({ IsElsewhere: true }, _, _) => "not ready yet",
        (_, true, false) => "the cluster has not answered yet",
        _ => Last.StateFor(Birth?.Dependency.Condition),
    };
}
