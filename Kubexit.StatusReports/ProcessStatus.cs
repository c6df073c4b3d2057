namespace Kubexit.StatusReports;

/// <summary>One process as its tombstone and its lock tell.</summary>
internal sealed class ProcessStatus(string name, ProcessState state, Tombstone tombstone, string? problem)
{
    /// <summary>Its name, as a neighbour chose it: escape it.</summary>
    public string Name => name;

    /// <summary>What has become of it.</summary>
    public ProcessState State => state;

    /// <summary>Its tombstone; an empty one when it cannot be read.</summary>
    public Tombstone Tombstone => tombstone;

    /// <summary>Why it cannot be read.</summary>
    public string? Problem => problem;

    /// <summary>The first thing known of it.</summary>
    public DateTimeOffset? Begun => Tombstone.Waiting ?? Tombstone.Born ?? Tombstone.Ready ?? Tombstone.Died;

    /// <summary>From its start until it was ready; <see langword="null"/> when either is unknown.</summary>
    public TimeSpan? ReadyAfter => Between(Tombstone.Born, Tombstone.Ready);

    /// <summary>Whether it ended with exit code 0.</summary>
    public bool HasSucceeded => State == ProcessState.Dead && Tombstone.ExitCode == 0;

    /// <summary>Whether it was asked to stop and did: no success by its exit code, but nothing that went wrong either.</summary>
    public bool WasStopped =>
        State == ProcessState.Dead && !HasSucceeded && Tombstone.Signal != Signal.Kill
        && Tombstone is { Born: not null, Reason: DeathReason.DependencyDied or DeathReason.Terminated };

    public bool IsAlive => State is ProcessState.Waiting or ProcessState.Born or ProcessState.Ready;

    /// <summary>From its start until its death, or until now; <see langword="null"/> when either is unknown.</summary>
    public TimeSpan? Lived(DateTimeOffset now) => Between(Tombstone.Born, Tombstone.Died ?? (IsAlive ? now : null));

    public static ProcessStatus Of(GraveyardEntry entry)
    {
        // The tombstone of an earlier life says nothing about the one that begins.
        var tombstone = entry.Vitality == Vitality.Starting ? null : entry.Tombstone;
        return new ProcessStatus(entry.Name, StateOf(entry), tombstone ?? new Tombstone(), entry.Problem);
    }

    private static ProcessState StateOf(GraveyardEntry entry) => entry switch
    {
        { Vitality: Vitality.Dead } => ProcessState.Dead,
        { Vitality: Vitality.Vanished } => ProcessState.Vanished,
        { Vitality: Vitality.Starting } => ProcessState.Starting,
        { Tombstone.Ready: not null } => ProcessState.Ready,
        { Tombstone.Born: not null } => ProcessState.Born,
        { Tombstone.Waiting: not null } => ProcessState.Waiting,
        _ => ProcessState.Unreadable,
    };

    // Clocks of neighbours are theirs: what ends before it begins is not known.
    private static TimeSpan? Between(DateTimeOffset? from, DateTimeOffset? to) => from <= to ? to - from : null;
}
