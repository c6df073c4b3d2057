using Kubexit.Supervision;

namespace Kubexit.Tests.Simulation;

/// <summary>
/// What must hold in every schedule, held against what the simulation knows to be true and not against what the graveyard says.
/// </summary>
internal sealed class Invariants(SimulatedPod pod)
{
    /// <summary>The first thing that must not be.</summary>
    public string? Violation { get; private set; }

    /// <summary>No child before its births.</summary>
    public void ChildStarts(SimulatedProcess process)
    {
        foreach (var birth in process.Member.Options.BirthDependencies)
        {
            if (!birth.IsOptional && !pod.Of(birth.Name).Lives.Exists(life => HasCome(birth.Condition, life)))
                Fail(process, $"was started before {birth}");
        }
    }

    /// <summary>Whom it outlives has ended before it is told to stop, unless there is no more time or another reason.</summary>
    public void ChildStops(SimulatedProcess process)
    {
        if (process.TermsSent != 1 || process.Log.Answered.Count > 0) return;
        if (pod.Clock.Now - process.FirstTermAt >= process.Member.Options.OutliveTimeout.Ticks) return;
        foreach (var outlive in process.Member.Options.OutliveDependencies)
        {
            var other = pod.Of(outlive);
            if (other.RobbedAt is null && other.Current is { HasEnded: false, ChildStartedAt: { } started }
                && started < process.FirstTermAt)
                Fail(process, $"was stopped before {outlive} had ended");
        }
    }

    /// <summary>An end is recorded unless it was a kill, and the exit code is by the table.</summary>
    public void Ended(SimulatedProcess process)
    {
        foreach (var group in process.Log.Answered.GroupBy(death => (death.Name, death.Death)))
        {
            if (group.Count() > 1) Fail(process, $"answered {group.Key} twice");
        }

        if (process.WasKilled) return;
        var result = process.Result!;
        if (result.ExitCode != ExpectedCode(process))
            Fail(process, $"ended with {result.ExitCode} after {result.Reason}, and its child with {result.Child}");
        if (process.Member.CannotWrite || result.Reason == DeathReason.Internal) return;
        var tombstone = pod.Graveyard.TombstoneOf(process.Member.Name);
        if (tombstone?.Died is null || tombstone.Life != process.Store.Life || tombstone.ExitCode != result.RecordedExitCode
            || tombstone.Reason != result.Reason)
            Fail(process, $"ended with {result}, and its tombstone says {tombstone}");
    }

    public void AtTheEnd()
    {
        foreach (var member in pod.Members)
        {
            if (!member.Current.HasEnded) CheckAlive(member.Current);
            CheckAnswers(member);
        }
    }

    private void CheckAlive(SimulatedProcess process)
    {
        if (!process.IsChildAlive) Fail(process, "waits for ever");
        if (process.FirstTermAt is not null || process.FirstStopAt is not null) Fail(process, "was asked to stop and lives");
        foreach (var death in process.Member.Options.DeathDependencies)
        {
            var other = pod.Of(death.Name);
            var last = other.Current;
            if (!last.HasEnded || last.Store.Life is not { } life || !Matches(death.Condition, last)) continue;

            // A life is unknown if all its traces were removed before the first look.
            if (other.RobbedAt >= last.StartedAt) continue;
            if (!process.Member.Lives.Exists(l => l.Log.Answered.Exists(a => a.Name == death.Name && a.Death.Life == life)))
                Fail(process, $"lives, though {death} has come true and was never answered");
        }
    }

    /// <summary>A death is answered once in all lives, unless a kill or a failed write has kept the answer from being recorded.</summary>
    private void CheckAnswers(SimulatedMember member)
    {
        if (member.RobbedAt is not null) return;
        var answered = new HashSet<(string, AnsweredDeath)>();
        foreach (var life in member.Lives)
        {
            foreach (var death in life.Log.Answered)
            {
                if (!answered.Add((death.Name, death.Death)) && !CanComeToLightAgain(pod.Of(death.Name)))
                    Fail(life, $"answered {death} again, which an earlier life had answered");
            }

            if (life.WasKilled || life.Store.HasFailed) answered.Clear();
        }
    }

    /// <summary>
    /// A later life wrote nothing, and a neighbour has removed the lock that told of it: the record of the life before is the last word
    /// again.
    /// </summary>
    private static bool CanComeToLightAgain(SimulatedMember dependency) =>
        dependency.RobbedAt is not null && dependency.Lives.Exists(life => life.Store.HasFailed);

    private int ExpectedCode(SimulatedProcess process)
    {
        var (result, policy) = (process.Result!, process.Member.Options.DeathExitCode);
        return result.Reason switch
        {
            DeathReason.BirthTimeout or DeathReason.BirthImpossible => 124,
            DeathReason.StartFailed => 127,
            DeathReason.Internal => 125,
            DeathReason.DependencyDied when !process.WasChildKilled && policy == DeathExitCode.Zero => 0,
            DeathReason.DependencyDied when !process.WasChildKilled && policy == DeathExitCode.Dependency =>
                process.Log.Answered[^1].ExitCode ?? 137,
            _ => process.ChildExit?.Code ?? 128 + SignalName.Term,
        };
    }

    private static bool HasCome(BirthCondition condition, SimulatedProcess life) => condition switch
    {
        BirthCondition.Ready or BirthCondition.Born => life.ChildStartedAt is not null,
        BirthCondition.Succeeded => life.Result?.RecordedExitCode == 0,
        _ => life.HasEnded,
    };

    private static bool Matches(DeathCondition condition, SimulatedProcess life) => condition switch
    {
        DeathCondition.Died => true,
        DeathCondition.Failed => life.WasKilled || life.Result!.RecordedExitCode != 0,
        _ => life is { WasKilled: false, Store.HasFailed: false, Result.RecordedExitCode: 0 },
    };

    private void Fail(SimulatedProcess process, string what) =>
        Violation ??= $"At {TimeSpan.FromTicks(pod.Clock.Now)} {process.Member.Name} (life {process.Member.Lives.IndexOf(process) + 1}) "
            + $"{what}.";
}
