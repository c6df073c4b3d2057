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

    public void AddAnswer(string name, AnsweredDeath death) => (_answered ??= [])[name] = death;

    public Tombstone Build() => _answered is null ? _tombstone : _tombstone with { Answered = _answered };
}
