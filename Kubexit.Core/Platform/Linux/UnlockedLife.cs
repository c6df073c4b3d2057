namespace Kubexit.Platform.Linux;

/// <summary>A life without a lock, where there are none: its end is seen in its tombstone only.</summary>
internal sealed class UnlockedLife(string problem) : ILifeLock
{
    /// <summary>Never: whoever asks takes the next chance to get a lock.</summary>
    public bool IsInPlace => false;

    public string? Problem => problem;

    public void Dispose()
    {
    }
}
