using Kubexit.Platform;

namespace Kubexit.Graveyards;

/// <summary>One look at a name in the graveyard, and the only place that judges life and death.</summary>
/// <param name="Name">The name.</param>
/// <param name="Tombstone">Its tombstone; <see langword="null"/> when there is none or it cannot be understood.</param>
/// <param name="Lock">Its lock.</param>
/// <param name="Problem">Why the tombstone cannot be understood; <see langword="null"/> when it can or there is none.</param>
/// <param name="IsUnavailable">Whether it could not be read at all, for a cause that passes.</param>
internal readonly record struct TombstoneObservation(
    string Name, Tombstone? Tombstone, LockProbe Lock, string? Problem, bool IsUnavailable = false)
{
    /// <summary>Whether the tombstone speaks of the life that the lock file names, or there is no lock file to ask.</summary>
    private bool IsOfThisLife => State is LockState.Absent or LockState.Unknown || (Tombstone?.Life is { } life && life == Lock.Life);

    /// <summary>A lock file that names no life has just been made in place, as only the portable lock does: it tells nothing yet.</summary>
    private LockState State => Lock is { State: LockState.Free, Life: null } ? LockState.Absent : Lock.State;

    public Vitality Vitality => State switch
    {
        LockState.Held when Tombstone is not null && !IsOfThisLife => Vitality.Starting,
        LockState.Free when !IsOfThisLife => Vitality.Vanished,
        _ when Tombstone?.Died is not null => Vitality.Dead,
        LockState.Free => Vitality.Vanished,
        LockState.Absent or LockState.Unknown when Tombstone is null && Problem is null => Vitality.Absent,
        _ => Vitality.Alive,
    };

    public bool IsDead => Vitality is Vitality.Dead or Vitality.Vanished;

    /// <summary>The life that was last begun; <see langword="null"/> when none is named, as by the Go original.</summary>
    public string? Life => Lock.Life ?? Tombstone?.Life;

    /// <summary>Tells this death from every other one.</summary>
    public AnsweredDeath Death => Vitality == Vitality.Vanished && !IsOfThisLife
        ? new AnsweredDeath(Lock.Life, null)
        : new AnsweredDeath(Tombstone?.Life, Tombstone?.Died);

    /// <summary>The recorded exit code; <see langword="null"/> when the process vanished or recorded none.</summary>
    public int? ExitCode => Vitality == Vitality.Dead ? Tombstone?.ExitCode : null;
}
