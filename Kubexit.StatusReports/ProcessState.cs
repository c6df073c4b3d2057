namespace Kubexit.StatusReports;

/// <summary>What becomes of a process, as <c>kubexit status</c> names it: the words of its tables and documents, in lower case.</summary>
internal enum ProcessState
{
    /// <summary>It waits for others and has not been started.</summary>
    Waiting,

    /// <summary>It has been started and is not ready, or never tells.</summary>
    Born,

    /// <summary>It is ready.</summary>
    Ready,

    /// <summary>It has recorded its death.</summary>
    Dead,

    /// <summary>It has ended without recording its death: it was killed.</summary>
    Vanished,

    /// <summary>A new life begins where an earlier one ended.</summary>
    Starting,

    /// <summary>Its tombstone cannot be read or tells nothing.</summary>
    Unreadable,
}
