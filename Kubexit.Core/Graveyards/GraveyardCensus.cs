using System.Runtime.CompilerServices;
using Kubexit.Platform;

namespace Kubexit.Graveyards;

/// <summary>
/// Looks at every name of a graveyard, again and again. What has not changed since the last look costs one system call, or a few where
/// somebody lives, and leaves nothing on the heap. One user at a time.
/// </summary>
/// <remarks>
/// Theory of operation. A tombstone is read again unless its stamp (inode, size, ctime) is the one it was read with, and so old that a
/// later change must have another. A dead process's lock is asked again on the same terms: who takes a lock writes into it. The
/// lock of who lives is asked each time, because a kill changes no file. A name without a lock in the listing, whose tombstone names no
/// life, is the Go original's: nobody is asked. A listing can miss what is renamed meanwhile: a known name is looked at all the same.
/// </remarks>
internal sealed class GraveyardCensus
{
    /// <summary>How many tombstones are read before they are understood: the code of either stays in the processor's caches then.</summary>
    private const int AtOnce = 8;

    private readonly IGraveyardStore _store;
    private readonly TimeProvider _time;
    private readonly IGraveyardSweep _sweep;
    private readonly KnownNames _names = new();
    private readonly FileNameVisitor _visit;

    // What has been read and is not yet understood.
    private readonly (KnownName Known, StoredFile File, FileStamp Stamp)[] _read = new (KnownName, StoredFile, FileStamp)[AtOnce];
    private IReadOnlyList<GraveyardEntry>? _entries;

    public GraveyardCensus(IGraveyardStore store, TimeProvider time, IGraveyardSweep? sweep = null)
    {
        (_store, _time, _sweep) = (store, time, sweep ?? store.CreateSweep());
        _visit = Visit;
    }

    /// <summary>What was there at the last look, sorted by name: the same list again as long as nothing changes.</summary>
    public IReadOnlyList<GraveyardEntry> Entries => _entries ??= Sorted();

    /// <summary>Looks at everything.</summary>
    /// <param name="onSeen">Receives what has changed, and what cannot be read even if it has not.</param>
    /// <exception cref="GraveyardException">The directory cannot be read.</exception>
    public void LookAtAll(Action<TombstoneObservation>? onSeen)
    {
        for (var known = _names.First; known is not null; known = known.Next) known.IsListed = known.IsLockListed = false;

        try
        {
            var isThere = _sweep.Begin(_visit);
            LookAtEach(isThere, _time.GetUtcNow(), onSeen);
            _names.RemoveAll(IsForgotten);
        }
        finally
        {
            _sweep.End();
        }
    }

    /// <summary>Looks at one name.</summary>
    /// <param name="utf8">The name.</param>
    /// <param name="asksLock">Whether there may be news of the lock, and not only of the tombstone.</param>
    /// <param name="hasChanged">Whether there is anything new.</param>
    /// <returns>What is there; <see langword="null"/> when that can be no process's name.</returns>
    public TombstoneObservation? LookAt(ReadOnlySpan<byte> utf8, bool asksLock, out bool hasChanged)
    {
        hasChanged = false;
        if (_names.GetOrAdd(utf8) is not { } known) return null;
        var observation = TombstoneReader.Observe(_store, known.Name, asksLock ? null : known.Lock?.Probe ?? default(LockProbe));
        hasChanged = Keep(known, observation);
        known.Stamp = default;
        known.Lock = observation.Lock.State == LockState.Absent ? null : new KnownLock { Probe = observation.Lock };
        return observation;
    }

    private static bool IsForgotten(KnownName known) => known is { Entry: null, IsListed: false, IsLockListed: false };

    private void Visit(ReadOnlySpan<byte> fileName)
    {
        var owner = GraveyardFileNames.OwnerOf(fileName, out var isLock);
        if (owner.IsEmpty || _names.GetOrAdd(owner) is not { } known) return;
        if (isLock) known.IsLockListed = true;
        else known.IsListed = true;
    }

    [SkipLocalsInit]
    private void LookAtEach(bool isThere, DateTimeOffset now, Action<TombstoneObservation>? onSeen)
    {
        Span<byte> texts = stackalloc byte[AtOnce * TombstoneReader.UsualLength];
        var count = 0;
        for (var known = _names.First; known is not null; known = known.Next)
        {
            if (known.Entry is null && !known.IsListed) continue;
            if (!isThere)
            {
                Tell(known, new TombstoneObservation(known.Name, null, default, null), onSeen);
            }
            else if (IsUnchanged(known))
            {
                // Who has changed is not kept waiting for the end, and its lock is asked soon after its tombstone was read.
                if (count > 0) Understand(texts, ref count, now, onSeen);
                if (known.HasNoLock && known.Entry?.Problem is null) continue;
                var found = new FoundTombstone(known.Entry?.Tombstone, known.Entry?.Problem, IsUnavailable: false, known.Stamp);
                Tell(known, Observe(known, found, now), onSeen);
            }
            else
            {
                var file = _sweep.Read(known.Name, TextOf(texts, count), out var stamp);
                _read[count++] = (known, file, stamp);
                if (count == AtOnce) Understand(texts, ref count, now, onSeen);
            }
        }

        Understand(texts, ref count, now, onSeen);
    }

    private static Span<byte> TextOf(Span<byte> texts, int number) =>
        texts.Slice(number * TombstoneReader.UsualLength, TombstoneReader.UsualLength);

    private void Understand(Span<byte> texts, ref int count, DateTimeOffset now, Action<TombstoneObservation>? onSeen)
    {
        for (var i = 0; i < count; i++)
        {
            var (known, file, stamp) = _read[i];
            var found = TombstoneReader.Understand(_sweep, known.Name, file, TextOf(texts, i), stamp, known.Entry?.Tombstone);
            Tell(known, Observe(known, found, now), onSeen);
        }

        // A name that goes later is not to be kept alive from here.
        Array.Clear(_read, 0, count);
        count = 0;
    }

    private void Tell(KnownName known, in TombstoneObservation observation, Action<TombstoneObservation>? onSeen)
    {
        if (Keep(known, observation) || observation.Problem is not null) onSeen?.Invoke(observation);
    }

    private bool IsUnchanged(KnownName known) => known.Stamp != default && _sweep.StampOf(known.Name) == known.Stamp;

    private TombstoneObservation Observe(KnownName known, FoundTombstone found, DateTimeOffset now)
    {
        var probe = Probe(known, found.Tombstone, now);
        var observation = new TombstoneObservation(known.Name, found.Tombstone, probe, found.Problem, found.IsUnavailable);
        if (observation.Vitality == Vitality.Vanished)
        {
            // As for a single name: the record of a death comes before the end of its lock.
            found = TombstoneReader.Read(_sweep, known.Name, found.Tombstone);
            observation = observation with { Tombstone = found.Tombstone, Problem = found.Problem, IsUnavailable = found.IsUnavailable };
        }

        known.Stamp = found.Stamp.IsSettled(now) ? found.Stamp : default;
        return observation;
    }

    private LockProbe Probe(KnownName known, Tombstone? tombstone, DateTimeOffset now)
    {
        if (known is { IsLockListed: false, Lock: null } && tombstone?.Life is null) return default;
        if (known.Lock is { } seen && seen.Stamp != default && _sweep.LockStampOf(known.Name) == seen.Stamp) return seen.Probe;
        var probe = _sweep.Probe(known.Name, known.Lock?.Probe.Life ?? tombstone?.Life, out var stamp);
        if (probe.State == LockState.Absent)
        {
            known.Lock = null;
            return probe;
        }

        known.Lock ??= new KnownLock();
        known.Lock.Probe = probe;

        // Only of the dead: a lock that is held is let go without a trace in its file, and one that is taken names a new life.
        known.Lock.Stamp = probe is { State: LockState.Free, Life: not null } && stamp.IsSettled(now) ? stamp : default;
        return probe;
    }

    /// <returns>Whether it is anything new.</returns>
    private bool Keep(KnownName known, in TombstoneObservation observation)
    {
        if (observation.Vitality == Vitality.Absent)
        {
            if (known.Entry is null) return false;
            (known.Entry, known.Stamp, known.Lock, _entries) = (null, default, null, null);
            return true;
        }

        if (known.Entry is { } entry && entry.Vitality == observation.Vitality && entry.Problem == observation.Problem
            && Equals(entry.Tombstone, observation.Tombstone))
            return false;
        (known.Entry, _entries) = (GraveyardEntry.Of(observation), null);
        known.NamesLife = observation.Tombstone?.Life is not null;
        return true;
    }

    private IReadOnlyList<GraveyardEntry> Sorted()
    {
        var entries = new GraveyardEntry[_names.Count];
        var count = 0;
        for (var known = _names.First; known is not null; known = known.Next)
        {
            if (known.Entry is { } entry) entries[count++] = entry;
        }

        Array.Resize(ref entries, count);
        NameOrder.Sort(entries);
        return Array.AsReadOnly(entries);
    }
}
