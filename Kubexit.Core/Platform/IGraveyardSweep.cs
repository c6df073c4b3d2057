namespace Kubexit.Platform;

/// <summary>Receives one file name of a directory.</summary>
/// <param name="fileName">In UTF-8; valid only during the call.</param>
internal delegate void FileNameVisitor(ReadOnlySpan<byte> fileName);

/// <summary>
/// Looks at all files of a graveyard, again and again, and leaves nothing on the heap. One at a time: <see cref="Begin"/>, then the
/// questions, then <see cref="End"/>.
/// </summary>
internal interface IGraveyardSweep
{
    /// <summary>Opens the directory and tells the name of each file in it, in any order, those with a dot too.</summary>
    /// <returns>Whether the directory is there.</returns>
    /// <exception cref="GraveyardException">It cannot be read.</exception>
    bool Begin(FileNameVisitor visit);

    /// <inheritdoc cref="IGraveyardStore.Read"/>
    /// <param name="name">The name.</param>
    /// <param name="buffer">Where to.</param>
    /// <param name="stamp">That of what was read; the default where there is none.</param>
    StoredFile Read(string name, Span<byte> buffer, out FileStamp stamp);

    /// <inheritdoc cref="IGraveyardStore.Probe"/>
    /// <param name="name">The name.</param>
    /// <param name="likelyLife">The life that is probably named there: used again if it is.</param>
    /// <param name="stamp">That of the lock file; the default where there is none.</param>
    LockProbe Probe(string name, string? likelyLife, out FileStamp stamp);

    /// <summary>The stamp of a tombstone; the default where there is none.</summary>
    FileStamp StampOf(string name);

    /// <summary>The stamp of a lock; the default where there is none.</summary>
    FileStamp LockStampOf(string name);

    /// <summary>Closes the directory. Fine without a begin.</summary>
    void End();
}
