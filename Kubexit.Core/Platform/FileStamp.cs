namespace Kubexit.Platform;

/// <summary>Tells one content of a file from the one before, without reading it. The default tells nothing.</summary>
/// <param name="Inode">The file: one that is renamed into the place of another is another one.</param>
/// <param name="Size">Its length.</param>
/// <param name="Changed">When content, name or rights were last changed (ctime), in nanoseconds since 1970. Nobody can set it.</param>
internal readonly record struct FileStamp(ulong Inode, long Size, long Changed)
{
    /// <summary>The coarsest clock of a file system that is in use: FAT's, two seconds. Most have a jiffy, 4 ms.</summary>
    private static readonly TimeSpan Granularity = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether a later change would give another stamp. Not within one tick of the file system's clock: a file can be rewritten in it.
    /// </summary>
    /// <param name="now">When the stamp was taken.</param>
    public bool IsSettled(DateTimeOffset now) =>
        this != default && (now - DateTimeOffset.UnixEpoch).Ticks - Changed / 100 > Granularity.Ticks;
}
