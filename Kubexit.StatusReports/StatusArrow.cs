using Kubexit.Dependencies;

namespace Kubexit.StatusReports;

/// <summary>What an arrow from one life to another tells.</summary>
internal enum ArrowKind
{
    /// <summary>The second waited for the first, which came to be what was awaited.</summary>
    Awaited,

    /// <summary>The second waits, or waited in vain.</summary>
    Missed,

    /// <summary>The death of the first stopped the second.</summary>
    Stopped,
}

/// <summary>Who held up or stopped whom.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="From">Whose doing it was: its place in <see cref="GraveyardStatus.Processes"/>.</param>
/// <param name="To">Who felt it: its place.</param>
/// <param name="At">When it was done; for <see cref="ArrowKind.Missed"/>, until when it was missed.</param>
/// <param name="Text">For a person.</param>
internal sealed record StatusArrow(ArrowKind Kind, int From, int To, DateTimeOffset At, string Text)
{
    /// <summary>Every arrow between processes of the graveyard; neither objects of the cluster nor names that nobody has claimed are among them.</summary>
    public static List<StatusArrow> Of(GraveyardStatus status, Timeline timeline)
    {
        var (processes, arrows, places) = (status.Processes, new List<StatusArrow>(), new Dictionary<string, int>());
        for (var i = 0; i < processes.Count; i++) places.TryAdd(processes[i].Name, i);
        for (var to = 0; to < processes.Count; to++)
        {
            var stone = processes[to].Tombstone;
            foreach (var entry in stone.Awaits?.Split(',') ?? [])
            {
                if (DependencyEntry.ParseBirth(entry) is not { Problem: null, Value: var birth } || !places.TryGetValue(birth.Name, out var from)) continue;
                var (fulfilled, over) = (MomentOf(birth.Condition, processes[from]), stone.Born ?? stone.Died ?? timeline.End);

                // What came after the wait was another life's, or an optional one that was not waited for.
                if (fulfilled > over || (fulfilled is null && stone.Born is not null)) continue;
                Add(fulfilled is null ? ArrowKind.Missed : ArrowKind.Awaited, from, to, fulfilled ?? over, $"waited for {birth.Name} {BirthConditions.Phrase(birth.Condition)}");
            }

            if (stone.Reason != DeathReason.DependencyDied) continue;
            foreach (var (name, death) in stone.Answered)
            {
                // Answers of the process's earlier lives are carried on, and a dependency that lives again shows nothing of its death.
                if (!places.TryGetValue(name, out var from) || (stone.Answered.Count > 1 && death.Died < stone.Waiting)) continue;
                var other = processes[from].Tombstone;
                if (other.Life == death.Life && other.Died == death.Died) Add(ArrowKind.Stopped, from, to, death.Died ?? stone.Died ?? timeline.End, $"was stopped by the death of {name}");
            }
        }

        return arrows;

        void Add(ArrowKind kind, int from, int to, DateTimeOffset at, string text)
        {
            if (from != to) arrows.Add(new StatusArrow(kind, from, to, at, $"{processes[to].Name} {text}"));
        }
    }

    private static DateTimeOffset? MomentOf(BirthCondition condition, ProcessStatus process) => condition switch
    {
        BirthCondition.Ready => process.Tombstone.Ready,
        BirthCondition.Born => process.Tombstone.Born,
        BirthCondition.Died => process.Tombstone.Died,
        BirthCondition.Succeeded => process.HasSucceeded ? process.Tombstone.Died : null,
    };
}
