namespace Kubexit.Platform;

/// <summary>The state of a name's lock.</summary>
internal enum LockState
{
    /// <summary>There is no lock file: nobody, or a process that takes none (the Go original).</summary>
    Absent,

    /// <summary>The lock file is there and nobody holds it: whoever held it has ended.</summary>
    Free,

    /// <summary>A living process holds it.</summary>
    Held,

    /// <summary>It cannot be told: no right to read, no locks on this file system.</summary>
    Unknown,
}

/// <summary>The answer of <see cref="IGraveyardStore.Probe"/>.</summary>
/// <param name="State">The state.</param>
/// <param name="Life">The life id in the lock file; <see langword="null"/> when there is none.</param>
internal readonly record struct LockProbe(LockState State, string? Life);
