namespace Kubexit.Host;

/// <summary>A whole graveyard at one moment, in the order in which its processes began.</summary>
internal sealed record GraveyardStatus(string Path, DateTimeOffset At, IReadOnlyList<ProcessStatus> Processes)
{
    /// <exception cref="GraveyardException">The graveyard cannot be read.</exception>
    public static GraveyardStatus Read(Graveyard graveyard, TimeProvider time) => new(
        graveyard.Path,
        time.GetUtcNow(),
        [
            .. graveyard.List()
                .Where(entry => entry.Vitality != Vitality.Absent) // Removed between the listing and the look.
                .Select(ProcessStatus.Of)
                .OrderBy(process => process.Begun ?? DateTimeOffset.MaxValue)
                .ThenBy(process => process.Name, StringComparer.Ordinal),
        ]);
}
