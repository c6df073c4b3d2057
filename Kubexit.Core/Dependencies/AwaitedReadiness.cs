namespace Kubexit.Dependencies;

/// <summary>Those of a process's birth dependencies that one source of readiness tells of.</summary>
internal static class AwaitedReadiness
{
    public static IReadOnlyList<BirthDependency> Of(IReadinessSource source, IEnumerable<BirthDependency> births)
    {
        var awaited = new List<BirthDependency>();
        foreach (var birth in births)
        {
            if (source.Tells(birth)) awaited.Add(birth);
        }

        return awaited;
    }
}
