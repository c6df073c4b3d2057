namespace Kubexit.Dependencies;

/// <summary>Names out of lists of dependencies. Not <c>Select</c>: over structures each use of it is 10 KB of the native file.</summary>
internal static class DependencyNames
{
    public static List<string> Of<T>(IReadOnlyList<T> dependencies, Func<T, string> name)
    {
        var names = new List<string>(dependencies.Count);
        for (var i = 0; i < dependencies.Count; i++) names.Add(name(dependencies[i]));
        return names;
    }

    /// <summary>For a person.</summary>
    public static string Quoted(IReadOnlyList<OutliveDependency> dependencies) => string.Join(", ", Of(dependencies, d => $"'{d.Name}'"));
}
