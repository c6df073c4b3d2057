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

    /// <summary>Whether this process has lived before in this graveyard.</summary>
    public bool IsLaterLife { get; set; }

    /// <summary>The death that has been acted on, in this life or an earlier one.</summary>
    public AnsweredDeath? Answered { get; set; }

    /// <summary>The death that was there before our life began, until another life or another death is seen.</summary>
    public AnsweredDeath? OldDeath { get; set; }

    /// <summary>Whether the time in which the dependency could have come back is over.</summary>
    public bool IsJudged { get; set; }

    public TombstoneObservation Last { get; set; }

    public bool IsOld => OldDeath is not null;

    /// <summary>Whether an old death may still turn out to be the past of a process that is being started again.</summary>
    public bool IsUndecided => IsOld && !IsJudged;

    /// <summary>An unanswered old death that would stop us: nothing is started before it is judged.</summary>
    public bool HoldsStart => IsUndecided && OldDeath != Answered && DeathCondition is { } condition && DeathConditions.Matches(condition, Last);

    /// <summary>The death to act on, if there is one.</summary>
    public DependencyDeath? FindDeath(in TombstoneObservation observation)
    {
        if (DeathCondition is not { } condition || !observation.IsDead || IsUndecided || observation.Death == Answered) return null;
        if (!DeathConditions.Matches(condition, observation)) return null;
        return new DependencyDeath(Name, observation.Death, observation.ExitCode, observation.Vitality == Vitality.Vanished);
    }

    /// <summary>
    /// The death of a life that was seen alive, and in whose place another one stands already: it came back before anybody looked, and
    /// its record is gone.
    /// </summary>
    public DependencyDeath? FindUnseenDeath(in TombstoneObservation before, in TombstoneObservation now) =>
        before is { Vitality: Vitality.Alive, Life: { } last } && now is { IsDead: false, Life: { } next } && last != next
        && DeathCondition is not (null or Kubexit.DeathCondition.Succeeded) && Answered != new AnsweredDeath(last, null)
            ? new DependencyDeath(Name, new AnsweredDeath(last, null), null, hasVanished: true)
            : null;

    /// <summary>The life that was seen alive and whose lock is gone, until anything of it is seen again.</summary>
    public string? LostLife { get; private set; }

    /// <returns>
    /// Whether a life has been lost just now. A lock does not go by itself: a neighbour has removed it, and with it the news of a kill.
    /// </returns>
    public bool NoteLoss(in TombstoneObservation before, in TombstoneObservation now)
    {
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
    public string Describe() => $"'{Name}' {(Birth is { } birth ? BirthConditions.Phrase(birth.Dependency.Condition) : "to come back")} ({State})";

    private string State => Last.Vitality switch
    {
        _ when Birth is { IsElsewhere: true } => "not ready yet",
        Vitality.Absent => "nobody has claimed that name yet",
        Vitality.Starting => "about to start again",
        Vitality.Vanished => "it vanished without recording its death",
        Vitality.Dead => $"it has died{(Last.ExitCode is { } code ? $" with exit code {code}" : "")}",
        _ when Last.Problem is { } problem => $"its tombstone cannot be understood: {problem}",
        _ when Last.Tombstone?.Ready is not null => "it is ready",
        _ when Birth is { Dependency.Condition: BirthCondition.Ready } && Last.Tombstone is { Born: not null, Life: null } =>
            "it is born; its kubexit never tells when it is ready, use ':born'",
        _ when Last.Tombstone?.Born is not null => "it is born, but not ready",
        _ => "it has not been started yet",
    };
}
