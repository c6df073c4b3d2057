namespace Kubexit.Coordination;

/// <summary>
/// What is done when this process ends in a way that no managed code can answer (the runtime aborts, a fault in native code): the child's
/// group is killed and the death recorded. Told in advance, because nothing can be asked then.
/// </summary>
internal interface ILastWords
{
    /// <summary>The child's process group; 0 when it has ended.</summary>
    void SetGroup(int group);

    /// <summary>The tombstone to leave, as text on both sides of the time of death.</summary>
    void SetTombstone(string temporaryPath, string path, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after);
}
