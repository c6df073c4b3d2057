using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Kubexit.Graveyards;

/// <summary>Deaths by name, equal when they are the same one by one: what a record needs of each of its parts.</summary>
internal sealed class AnsweredDeaths : IReadOnlyDictionary<string, AnsweredDeath>
{
    private readonly IReadOnlyDictionary<string, AnsweredDeath> _deaths;

    private AnsweredDeaths(IReadOnlyDictionary<string, AnsweredDeath> deaths) => _deaths = deaths;

    public static AnsweredDeaths None { get; } = new(new Dictionary<string, AnsweredDeath>());

    public int Count => _deaths.Count;

    public IEnumerable<string> Keys => _deaths.Keys;

    public IEnumerable<AnsweredDeath> Values => _deaths.Values;

    public AnsweredDeath this[string key] => _deaths[key];

    public static AnsweredDeaths Of(IReadOnlyDictionary<string, AnsweredDeath> deaths) =>
        deaths as AnsweredDeaths ?? new AnsweredDeaths(deaths);

    public bool ContainsKey(string key) => _deaths.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out AnsweredDeath value) => _deaths.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, AnsweredDeath>> GetEnumerator() => _deaths.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(object? obj)
    {
        if (obj is not AnsweredDeaths other || Count != other.Count) return false;
        foreach (var (name, death) in _deaths)
        {
            if (!other._deaths.TryGetValue(name, out var same) || same != death) return false;
        }

        return true;
    }

    public override int GetHashCode() => Count;
}
