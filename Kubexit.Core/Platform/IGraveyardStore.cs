namespace Kubexit.Platform;

/// <summary>The files of a graveyard: bytes by name, locks and hints. Knows neither YAML nor what a death is.</summary>
internal interface IGraveyardStore
{
    /// <summary>The directory.</summary>
    string Path { get; }

    /// <summary>Creates the directory, with parents, when it is missing.</summary>
    /// <exception cref="GraveyardException">It cannot be created, or something else stands there.</exception>
    void EnsureExists();

    /// <summary>Whether the directory stands.</summary>
    bool Exists { get; }

    /// <summary>Call it when the directory is not there, to learn that it cannot come.</summary>
    /// <exception cref="GraveyardException">Something else stands there, or on the way to it.</exception>
    void ThrowIfImpossible();

    /// <summary>Reads a whole regular file, never through a link, never blocking.</summary>
    StoredFile Read(string name, Span<byte> buffer);

    /// <summary>Replaces a file atomically: readers see the old or the new content, whatever happens to us. Mode 0644.</summary>
    /// <exception cref="GraveyardException">The file cannot be written; the old one is untouched.</exception>
    void Write(string name, ReadOnlySpan<byte> content);

    /// <summary>A way to look at all names, for one user at a time.</summary>
    IGraveyardSweep CreateSweep();

    /// <summary>Takes the lock of a name and writes the life id into it.</summary>
    /// <returns>The held lock; <see langword="null"/> when another process holds it.</returns>
    /// <exception cref="GraveyardException">The lock file cannot be created or locked.</exception>
    ILifeLock? TryLock(string name, string life);

    /// <summary>Asks for the lock of a name without keeping anybody from it.</summary>
    LockProbe Probe(string name);

    /// <summary>Starts to watch the directory. Callbacks come on <paramref name="loop"/>.</summary>
    /// <exception cref="GraveyardException">The directory cannot be watched: missing, or the system is out of watches.</exception>
    IDisposable Watch(IEventLoop loop, IGraveyardEvents events);
}
