using System.Text;

namespace Kubexit.Graveyards;

/// <summary>Names found by their UTF-8, as a directory and a watch tell them, without making a string of it.</summary>
internal sealed class KnownNames
{
    private const int MinimumSize = 64;

    // Open addressing: a slot is empty or holds a name, and a name stands in the first free slot from its hash on.
    private KnownName?[] _slots = new KnownName?[MinimumSize];
    private int _count;

    public int Count => _count;

    /// <summary>Every name, in no order. Nothing may be added meanwhile.</summary>
    public ReadOnlySpan<KnownName?> Slots => _slots;

    /// <returns>The name; <see langword="null"/> when it is not UTF-8, which no name of a process is.</returns>
    public KnownName? GetOrAdd(ReadOnlySpan<byte> utf8)
    {
        var hash = HashOf(utf8);
        var at = SlotOf(hash);
        for (; _slots[at] is { } known; at = Next(at))
        {
            if (known.Hash == hash && Utf8Text.Is(utf8, known.Name)) return known;
        }

        if (!System.Text.Unicode.Utf8.IsValid(utf8)) return null;
        var added = new KnownName(Encoding.UTF8.GetString(utf8), hash);
        _slots[at] = added;

        // By four: what is thrown away each time is a third of what is kept.
        if (++_count * 4 > _slots.Length * 3) Rebuild(_slots.Length * 4, static _ => true);
        return added;
    }

    public void RemoveAll(Predicate<KnownName> isGone) => Rebuild(_slots.Length, known => !isGone(known));

    private void Rebuild(int size, Predicate<KnownName> stays)
    {
        var before = _slots;
        (_slots, _count) = (new KnownName?[size], 0);
        foreach (var known in before)
        {
            if (known is null || !stays(known)) continue;
            var at = SlotOf(known.Hash);
            while (_slots[at] is not null) at = Next(at);
            _slots[at] = known;
            _count++;
        }
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
