using System.Runtime.CompilerServices;
using Kubexit.Configuration;
using Kubexit.Platform;

namespace Kubexit.Graveyards;

/// <summary>Looks at one name: its tombstone and its lock, in one go and without leaving anything on the heap but the result.</summary>
internal static class TombstoneReader
{
    /// <summary>In bytes. Ours and the original's are some 100 bytes; five hundred answered deaths are still fewer than 64 KiB.</summary>
    public const int UsualLength = 2048;

    /// <param name="store">The graveyard.</param>
    /// <param name="name">The name.</param>
    /// <param name="lastLock">
    /// The lock as it was seen last, where only the tombstone has news. If that is the death of the life that it named, it is not asked
    /// again: it tells nothing more of this life, and of the next one there will be news.
    /// </param>
    public static TombstoneObservation Observe(IGraveyardStore store, string name, LockProbe? lastLock = null)
    {
        var tombstone = Read(store, name, out var problem, out var kind);
        var observation = new TombstoneObservation(name, tombstone, lastLock ?? default, problem, kind == StoredFileKind.Unavailable);
        if (lastLock is { } last && last.Life == tombstone?.Life && observation.Vitality == Vitality.Dead) return observation;
        observation = observation with { Lock = store.Probe(name) };
        if (observation.Vitality != Vitality.Vanished) return observation;

        // It may have recorded its death and let go of its lock between our two looks; the record comes first, so it is there now.
        tombstone = Read(store, name, out problem, out kind);
        return observation with { Tombstone = tombstone, Problem = problem, IsUnavailable = kind == StoredFileKind.Unavailable };
    }

    /// <returns>The tombstone; <see langword="null"/> when there is none, or with the problem when it cannot be understood.</returns>
    public static Tombstone? Read(IGraveyardStore store, string name, out string? problem) => Read(store, name, out problem, out _);

    private static Tombstone? Read(IGraveyardStore store, string name, out string? problem, out StoredFileKind kind)
    {
        Span<byte> buffer = stackalloc byte[UsualLength];
        var file = store.Read(name, buffer);
        if (file.Kind == StoredFileKind.Longer)
        {
            buffer = new byte[file.Length];
            file = store.Read(name, buffer);
        }

        (problem, kind) = (file.Problem, file.Kind);
        return file.Kind == StoredFileKind.Found ? TombstoneText.TryRead(buffer[..file.Length], out problem) : null;
    }

    /// <summary>Reads a tombstone, one of many.</summary>
    /// <param name="sweep">The graveyard.</param>
    /// <param name="name">The name.</param>
    /// <param name="known">What the tombstone said before; it is the result again where nothing has changed.</param>
    [SkipLocalsInit]
    public static FoundTombstone Read(IGraveyardSweep sweep, string name, Tombstone? known)
    {
        Span<byte> buffer = stackalloc byte[UsualLength];
        var file = sweep.Read(name, buffer, out var stamp);
        return Understand(sweep, name, file, buffer, stamp, known);
    }

    /// <summary>The second half of <see cref="Read(IGraveyardSweep, string, Tombstone?)"/>.</summary>
    /// <param name="sweep">The graveyard.</param>
    /// <param name="name">The name.</param>
    /// <param name="file">What came of the sweep's reading into a buffer of <see cref="UsualLength"/>.</param>
    /// <param name="buffer">The buffer.</param>
    /// <param name="stamp">The stamp of what was read.</param>
    /// <param name="known">What the tombstone said before; it is the result again where nothing has changed.</param>
    public static FoundTombstone Understand(
        IGraveyardSweep sweep, string name, StoredFile file, Span<byte> buffer, FileStamp stamp, Tombstone? known)
    {
        if (file.Kind == StoredFileKind.Longer)
        {
            buffer = new byte[file.Length];
            file = sweep.Read(name, buffer, out stamp);
        }

        var problem = file.Problem;
        var tombstone = file.Kind == StoredFileKind.Found ? TombstoneText.TryRead(buffer[..file.Length], out problem, known) : null;
        return new FoundTombstone(tombstone, problem, file.Kind == StoredFileKind.Unavailable, stamp);
    }
}
