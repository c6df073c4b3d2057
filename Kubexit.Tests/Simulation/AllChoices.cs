namespace Kubexit.Tests.Simulation;

/// <summary>
/// Takes one choice after the other until all have been taken: depth first, as deep as the limit; beyond it the first is taken.
/// </summary>
internal sealed class AllChoices(int depth)
{
    private readonly List<(int Taken, int Of)> _path = [];
    private int _at;

    /// <summary>What has been chosen in this run; given to <see cref="Replay"/> it is the same run.</summary>
    public string Path => string.Join(';', _path.Select(choice => choice.Taken));

    public bool IsSpent => _at >= depth;

    public static AllChoices Replay(IEnumerable<int> path)
    {
        var choices = new AllChoices(int.MaxValue);
        choices._path.AddRange(path.Select(taken => (taken, taken + 1)));
        return choices;
    }

    /// <summary>One of the numbers below <paramref name="of"/>.</summary>
    public int Next(int of)
    {
        if (of == 1 || IsSpent) return 0;
        if (_at == _path.Count) _path.Add((0, of));
        return _path[_at++].Taken;
    }

    /// <summary>Begins the next run.</summary>
    /// <returns><see langword="false"/> when there is none.</returns>
    public bool TryBeginNext()
    {
        _at = 0;
        while (_path.Count > 0)
        {
            var (taken, of) = _path[^1];
            _path.RemoveAt(_path.Count - 1);
            if (taken + 1 == of) continue;
            _path.Add((taken + 1, of));
            return true;
        }

        return false;
    }
}
