namespace Kubexit.Platform;

/// <summary>A started child. On the event loop only; after its exit every call does nothing.</summary>
internal interface IChildProcess
{
    /// <summary>The process id, which is the id of its process group too.</summary>
    int Id { get; }

    /// <summary>Whether <see cref="Kill"/> does more than ask: not of the application that the coordinator is part of.</summary>
    bool CanBeKilled => true;

    /// <summary>What of the supervision the system refuses us, for the log; <see langword="null"/> when nothing is missing.</summary>
    string? Problem => null;

    /// <summary>
    /// Sends a signal to the child, or to its whole process group; to the group too when the child has ended and others of it live on.
    /// </summary>
    void Signal(int signal, bool group);

    /// <summary>Kills the whole process group.</summary>
    void Kill();
}
