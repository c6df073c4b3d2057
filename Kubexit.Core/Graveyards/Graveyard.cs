using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Kubexit.Graveyards;
using Kubexit.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit;

/// <summary>A directory, shared by the processes of a pod, in which each keeps a tombstone.</summary>
/// <remarks>
/// Thread-safe. Other processes that write to the directory are not trusted: links are never followed, only regular files of at
/// most 64 KiB are read, and no read blocks. A watch runs on one background thread that all graveyards of the process share.
/// </remarks>
public sealed class Graveyard
{
    private readonly IGraveyardStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Names a graveyard. Nothing is created or opened yet.</summary>
    /// <param name="path">The directory. A relative path is taken from the current directory.</param>
    /// <param name="timeProvider">The clock for timestamps; the system's by default.</param>
    /// <param name="loggerFactory">Where warnings go; nowhere by default.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    public Graveyard(string path, TimeProvider? timeProvider = null, ILoggerFactory? loggerFactory = null)
        : this(CreateStore(path), timeProvider, loggerFactory)
    {
    }

    internal Graveyard(IGraveyardStore store, TimeProvider? timeProvider = null, ILoggerFactory? loggerFactory = null)
    {
        _store = store;
        _time = timeProvider ?? TimeProvider.System;
        _logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Kubexit.Graveyard");
    }

    /// <summary>The directory.</summary>
    public string Path => _store.Path;

    internal IGraveyardStore Store => _store;

    /// <summary>Looks at one name.</summary>
    /// <param name="name">A tombstone's name: one path segment that does not start with a dot.</param>
    /// <returns>What was found; <see cref="Vitality.Absent"/> when there is nothing.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a valid name.</exception>
    public GraveyardEntry Read(string name)
    {
        TombstoneName.ThrowIfInvalid(name);
        return GraveyardEntry.Of(TombstoneReader.Observe(_store, name));
    }

    /// <summary>Looks at every name.</summary>
    /// <returns>The entries, sorted by name; none when the directory does not exist.</returns>
    /// <exception cref="GraveyardException">The directory cannot be read.</exception>
    public IReadOnlyList<GraveyardEntry> List() =>
        [.. _store.List().Order(StringComparer.Ordinal).Select(n => GraveyardEntry.Of(TombstoneReader.Observe(_store, n)))];

    /// <summary>
    /// Writes a tombstone atomically, with mode 0644, creating the directory when it is missing. For a process that takes part itself,
    /// use <see cref="Join"/>: without its lock nobody notices when it is killed.
    /// </summary>
    /// <param name="name">A tombstone's name: one path segment that does not start with a dot.</param>
    /// <param name="tombstone">The tombstone.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a valid name.</exception>
    /// <exception cref="GraveyardException">It cannot be written; what was there is untouched.</exception>
    public void Carve(string name, Tombstone tombstone)
    {
        TombstoneName.ThrowIfInvalid(name);
        ArgumentNullException.ThrowIfNull(tombstone);
        _store.EnsureExists();
        _store.Write(name, TombstoneText.Write(tombstone));
    }

    /// <summary>Takes a name for this process, for as long as the result is not disposed and the process lives.</summary>
    /// <param name="name">A tombstone's name: one path segment that does not start with a dot.</param>
    /// <returns>The membership; its tombstone says <see cref="Tombstone.Waiting"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a valid name.</exception>
    /// <exception cref="GraveyardException">The graveyard cannot be used, or a living process holds the name.</exception>
    public GraveyardMember Join(string name)
    {
        TombstoneName.ThrowIfInvalid(name);
        return GraveyardMember.Join(_store, name, _time);
    }

    /// <summary>
    /// Watches every name: the current state first, then each name anew when it has changed. Of several changes of one name the latest
    /// wins. A directory that does not exist is not created: it is waited for.
    /// </summary>
    /// <param name="rescanInterval">
    /// How often everything is looked at again, for file systems without change notification; <see langword="null"/> for the default of 10
    /// s, zero for never.
    /// </param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The entries; the sequence ends only by cancellation.</returns>
    /// <exception cref="GraveyardException">The directory cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async IAsyncEnumerable<GraveyardEntry> WatchAsync(
        TimeSpan? rescanInterval = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var changes = new LatestChanges();
        var loop = EventLoop.Shared;
        var observer = new GraveyardObserver(_store, loop, names: null, _logger, changes.Add);
        loop.Post(() =>
        {
            try
            {
                observer.Start(rescanInterval ?? TimeSpan.FromSeconds(10));
            }
            catch (GraveyardException e)
            {
                changes.Fail(e);
            }
        });
        try
        {
            while (true)
            {
                foreach (var change in await changes.TakeAsync(cancellationToken).ConfigureAwait(false)) yield return change;
            }
        }
        finally
        {
            loop.Post(observer.Dispose);
        }
    }

    private static IGraveyardStore CreateStore(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return PlatformServices.CreateGraveyardStore(System.IO.Path.GetFullPath(path));
    }
}
