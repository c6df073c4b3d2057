namespace Kubexit;

/// <summary>Why a process ended: a closed set, written to <see cref="Tombstone.Reason"/> by these names.</summary>
public enum DeathReason
{
    /// <summary>The process exited by itself.</summary>
    Exited,

    /// <summary>A signal that nobody asked for ended the process.</summary>
    Signaled,

    /// <summary>The process was stopped, or never started, because a death dependency died.</summary>
    DependencyDied,

    /// <summary>The process was never started: its birth dependencies did not come true in time.</summary>
    BirthTimeout,

    /// <summary>The process was never started: a birth dependency can no longer come true.</summary>
    BirthImpossible,

    /// <summary>The process was asked to stop from outside, by a signal to its wrapper or by its host.</summary>
    Terminated,

    /// <summary>The process could not be started.</summary>
    StartFailed,

    /// <summary>A postStart hook failed, and the process was stopped for it.</summary>
    HookFailed,

    /// <summary>The configuration was invalid; nothing was started.</summary>
    Configuration,

    /// <summary>Kubexit itself failed.</summary>
    Internal,
}
