namespace Kubexit.Dependencies;

/// <summary>Those of a process's birth dependencies that await readiness.</summary>
internal static class AwaitedReadiness
{
    public static IReadOnlyList<BirthDependency> Of(IEnumerable<BirthDependency> births)
    {
        var awaited = new List<BirthDependency>();
        foreach (var birth in births)
        {
            if (birth.Condition == BirthCondition.Ready) awaited.Add(birth);
        }

        return awaited;
    }
}
