using System.Text;

namespace Kubexit.Graveyards;

/// <summary>Collects what a reader finds, on the stack. Pass it by reference.</summary>
/// <param name="known">What the same tombstone said before; <see langword="null"/> when nobody knows.</param>
internal struct TombstoneBuilder(Tombstone? known)
{
    private TombstoneValues _values;
    private Dictionary<string, AnsweredDeath>? _answered;

    /// <returns>Whether the value is one that the key can have.</returns>
    public bool TrySet(TombstoneKey key, ReadOnlySpan<byte> value) => _values.TrySet(key, value, known);

    /// <summary>What nobody of us can have written, a name or a life too long, is no answer.</summary>
    public void AddAnswer(string name, AnsweredDeath death)
    {
        if (name.Length > TombstoneName.MaxBytes || Encoding.UTF8.GetByteCount(death.Life ?? "") > TombstoneFields.MaxLifeBytes) return;
        (_answered ??= [])[name] = death;
    }

    /// <returns>The tombstone; the one that was known where it still says the same.</returns>
    public Tombstone Build()
    {
        if (_answered is not null) _values.Answered = AnsweredDeaths.Of(_answered);
        return Tombstone.Of(_values, known);
    }
}
