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

/// <summary>Receives an arrow.</summary>
/// <param name="kind">What it tells.</param>
/// <param name="from">Whose doing it was: its place in <see cref="GraveyardStatus.Processes"/>.</param>
/// <param name="to">Who felt it: its place.</param>
/// <param name="at">When it was done; for <see cref="ArrowKind.Missed"/>, until when it was missed.</param>
/// <param name="text">For a person.</param>
internal delegate void ArrowReceiver(ArrowKind kind, int from, int to, DateTimeOffset at, string text);

/// <summary>Who held up or stopped whom.</summary>
/// <remarks>A delegate and a loop instead of records, a list and a dictionary: those cost the native file some ten kilobytes.</remarks>
internal static class StatusArrows
{
    /// <summary>
    /// Tells every arrow between two processes of the graveyard. Neither objects of the cluster nor names that nobody has claimed are among
    /// them.
    /// </summary>
    public static void Find(GraveyardStatus status, Timeline timeline, ArrowReceiver receiver)
    {
        for (var to = 0; to < status.Processes.Count; to++)
        {
            var (name, stone) = (status.Processes[to].Name, status.Processes[to].Tombstone);
            foreach (var entry in stone.Awaits?.Split(',') ?? [])
            {
                if (DependencyEntry.ParseBirth(entry) is not { Problem: null, Value: var birth }
                    || Find(status, birth.Name, to) is not { } from)
                    continue;
                var (fulfilled, over) = (MomentOf(birth.Condition, status.Processes[from]), stone.Born ?? stone.Died ?? timeline.End);

                // A later event belongs to another life, or to an optional dependency that was not waited for.
                if (fulfilled > over || (fulfilled is null && stone.Born is not null)) continue;
                receiver(fulfilled is null ? ArrowKind.Missed : ArrowKind.Awaited, from, to, fulfilled ?? over,
                    $"{name} waited for {birth.Name} {BirthConditions.Phrase(birth.Condition)}");
            }

            if (stone.Reason != DeathReason.DependencyDied) continue;
            foreach (var (other, death) in stone.Answered)
            {
                // Answers of the process's earlier lives are carried on, and a dependency that lives again shows nothing of its death.
                if (Find(status, other, to) is not { } from || (stone.Answered.Count > 1 && death.Died < stone.Waiting)) continue;
                var dead = status.Processes[from].Tombstone;
                if (dead.Life == death.Life && dead.Died == death.Died)
                    receiver(ArrowKind.Stopped, from, to, death.Died ?? stone.Died ?? timeline.End,
                        $"{name} was stopped by the death of {other}");
            }
        }
    }

    private static int? Find(GraveyardStatus status, string name, int but)
    {
        for (var i = 0; i < status.Processes.Count; i++)
        {
            if (i != but && status.Processes[i].Name == name) return i;
        }

        return null;
    }

    private static DateTimeOffset? MomentOf(BirthCondition condition, ProcessStatus process) =>
        BirthConditions.Allows(condition, process.Tombstone.ExitCode)
            ? BirthConditions.MomentOf(condition, process.Tombstone.Born, process.Tombstone.Ready, process.Tombstone.Died)
            : null;
}
