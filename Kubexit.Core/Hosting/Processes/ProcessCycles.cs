namespace Kubexit.Hosting;

/// <summary>Finds processes that wait for each other in a circle.</summary>
/// <param name="before">Whom a process waits for.</param>
internal sealed class ProcessCycles(Func<string, IEnumerable<string>> before)
{
    private readonly HashSet<string> _done = [];
    private readonly List<string> _path = [];
    private readonly List<IReadOnlyList<string>> _cycles = [];

    /// <returns>Each circle, in the order of waiting. One that shares a way with another may be found only when that is gone.</returns>
    public IReadOnlyList<IReadOnlyList<string>> Find(IEnumerable<string> names)
    {
        foreach (var name in names) Visit(name);
        return _cycles;
    }

    private void Visit(string name)
    {
        if (_path.IndexOf(name) is >= 0 and var start)
        {
            _cycles.Add([.. _path[start..]]);
            return;
        }

        if (_done.Contains(name)) return;
        _path.Add(name);
        foreach (var other in before(name)) Visit(other);
        _path.RemoveAt(_path.Count - 1);
        _done.Add(name);
    }
}
