namespace Kubexit.Dependencies;

/// <summary>Looks into lists of dependencies. Not <c>Select</c>: over structures each use of it is 10 KB of the native file.</summary>
internal static class DependencyNames
{
    public static List<string> Of<T>(IReadOnlyList<T> dependencies, Func<T, string> name)
    {
        var names = new List<string>(dependencies.Count);
        for (var i = 0; i < dependencies.Count; i++) names.Add(name(dependencies[i]));
        return names;
    }

    /// <summary>Whether one of them is so.</summary>
    public static bool Has<T>(IReadOnlyList<T> dependencies, Func<T, bool> isSo)
    {
        for (var i = 0; i < dependencies.Count; i++)
        {
            if (isSo(dependencies[i])) return true;
        }

        return false;
    }

    /// <summary>For a person.</summary>
    public static string Quoted(IReadOnlyList<string> names) => string.Join(", ", Of(names, name => $"'{name}'"));
}
