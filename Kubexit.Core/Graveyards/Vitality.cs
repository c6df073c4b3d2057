namespace Kubexit;

/// <summary>What a tombstone and its lock together say about a process.</summary>
public enum Vitality
{
    /// <summary>Nobody has claimed the name: there is neither a tombstone nor a lock file.</summary>
    Absent,

    /// <summary>The process lives, as far as is known.</summary>
    Alive,

    /// <summary>A new life has taken the lock and has not replaced the tombstone of an earlier one yet.</summary>
    Starting,

    /// <summary>The process has recorded its death.</summary>
    Dead,

    /// <summary>The process has lost its lock without recording a death: it was killed.</summary>
    Vanished,
}
