using Kubexit.Platform;

namespace Kubexit.Graveyards;

/// <summary>A lock as it was seen last.</summary>
internal sealed class KnownLock
{
    public LockProbe Probe { get; set; }

    /// <summary>The stamp of the lock file; the default where it must be asked again.</summary>
    public FileStamp Stamp { get; set; }
}
