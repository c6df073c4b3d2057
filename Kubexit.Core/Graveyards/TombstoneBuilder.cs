using System.Text;

namespace Kubexit.Graveyards;

/// <summary>Collects what a reader finds.</summary>
internal sealed class TombstoneBuilder
{
    private Tombstone _tombstone = new();
    private Dictionary<string, AnsweredDeath>? _answered;

    /// <returns>Whether the value is one that the key can have.</returns>
    public bool TrySet(TombstoneKey key, ReadOnlySpan<byte> value)
    {
        if (_tombstone.With(key, value) is not { } tombstone) return false;
        _tombstone = tombstone;
        return true;
    }

    /// <summary>What nobody of us can have written, a name or a life too long, is no answer.</summary>
    public void AddAnswer(string name, AnsweredDeath death)
    {
        if (name.Length > TombstoneName.MaxBytes || Encoding.UTF8.GetByteCount(death.Life ?? "") > TombstoneFields.MaxLifeBytes) return;
        (_answered ??= [])[name] = death;
    }

    public Tombstone Build() => _answered is null ? _tombstone : _tombstone with { Answered = _answered };
}
