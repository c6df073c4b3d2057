namespace Kubexit.StatusReports;

/// <summary>A whole graveyard at one moment, in the order in which its processes began.</summary>
internal sealed class GraveyardStatus(string path, DateTimeOffset at, IReadOnlyList<ProcessStatus> processes)
{
    public string Path => path;

    public DateTimeOffset At => at;

    public IReadOnlyList<ProcessStatus> Processes => processes;

    /// <exception cref="GraveyardException">The graveyard cannot be read.</exception>
    public static GraveyardStatus Read(Graveyard graveyard, TimeProvider time)
    {
        var processes = new List<ProcessStatus>();
        foreach (var entry in graveyard.List())
        {
            // Absent: removed between the listing and the look.
            if (entry.Vitality != Vitality.Absent) processes.Add(ProcessStatus.Of(entry));
        }

        processes.Sort(ByBeginning);
        return new GraveyardStatus(graveyard.Path, time.GetUtcNow(), processes);
    }

    private static int ByBeginning(ProcessStatus one, ProcessStatus other)
    {
        var order = DateTimeOffset.Compare(one.Begun ?? DateTimeOffset.MaxValue, other.Begun ?? DateTimeOffset.MaxValue);
        return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
    }
}
