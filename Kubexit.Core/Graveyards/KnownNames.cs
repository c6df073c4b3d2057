using System.Text;

namespace Kubexit.Graveyards;

/// <summary>Names found by their UTF-8, as a directory and a watch tell them, without making a string of it.</summary>
internal sealed class KnownNames
{
    private const int MinimumSize = 64;

    // Open addressing: a slot is empty or holds a name, and a name stands in the first free slot from its hash on.
    private KnownName?[] _slots = new KnownName?[MinimumSize];
    private KnownName? _last;

    // A directory tells its names in the same order as the time before, mostly.
    private KnownName? _expected;

    public int Count { get; private set; }

    /// <summary>The name that was added first; <see cref="KnownName.Next"/> leads to the others.</summary>
    public KnownName? First { get; private set; }

    /// <returns>The name; <see langword="null"/> when it is not UTF-8, which no name of a process is.</returns>
    public KnownName? GetOrAdd(ReadOnlySpan<byte> utf8)
    {
        var found = _expected is { } expected && Utf8Text.Is(utf8, expected.Name) ? expected : FindOrAdd(utf8);
        _expected = found?.Next ?? First;
        return found;
    }

    private KnownName? FindOrAdd(ReadOnlySpan<byte> utf8)
    {
        var hash = HashOf(utf8);
        var at = SlotOf(hash);
        for (; _slots[at] is { } known; at = Next(at))
        {
            if (known.Hash == hash && Utf8Text.Is(utf8, known.Name)) return known;
        }

        if (!System.Text.Unicode.Utf8.IsValid(utf8)) return null;
        var added = new KnownName(Encoding.UTF8.GetString(utf8), hash);
        Append(added);

        // By four: what is thrown away each time is a third of what is kept.
        if (Count * 4 <= _slots.Length * 3) _slots[at] = added;
        else Rebuild(_slots.Length * 4, static _ => false);
        return added;
    }

    public void RemoveAll(Predicate<KnownName> isGone)
    {
        var known = First;
        while (known is not null && !isGone(known)) known = known.Next;
        if (known is not null) Rebuild(_slots.Length, isGone);
    }

    private void Rebuild(int size, Predicate<KnownName> isGone)
    {
        var known = First;
        (_slots, First, _last, _expected, Count) = (new KnownName?[size], null, null, null, 0);
        while (known is not null)
        {
            var next = known.Next;
            known.Next = null;
            if (!isGone(known))
            {
                var at = SlotOf(known.Hash);
                while (_slots[at] is not null) at = Next(at);
                _slots[at] = known;
                Append(known);
            }

            known = next;
        }
    }

    private void Append(KnownName known)
    {
        if (_last is null) First = known;
        else _last.Next = known;
        _last = known;
        Count++;
    }

    private int SlotOf(int hash) => hash & (_slots.Length - 1);

    private int Next(int slot) => (slot + 1) & (_slots.Length - 1);

    // Seeded anew in each process: a neighbour cannot choose names that all fall into one slot.
    private static int HashOf(ReadOnlySpan<byte> utf8)
    {
        var hash = new HashCode();
        hash.AddBytes(utf8);
        return hash.ToHashCode();
    }
}
