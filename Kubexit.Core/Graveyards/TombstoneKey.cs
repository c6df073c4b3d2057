namespace Kubexit.Graveyards;

/// <summary>The keys of a tombstone's text, in the order in which they are written.</summary>
internal enum TombstoneKey
{
    Answered,
    Awaits,
    Born,
    Died,
    ExitCode,
    Life,
    Ready,
    Reason,
    Signal,
    Waiting,
}
