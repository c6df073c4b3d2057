namespace Kubexit.Dependencies;

/// <summary>A container whose readiness is awaited.</summary>
/// <param name="Name">The container's name, which is its tombstone's name too.</param>
/// <param name="IsOptional">Whether a container that does not exist counts as fulfilled (<see cref="ReadinessChange.Absent"/>) and not as impossible.</param>
public readonly record struct ReadinessDependency(string Name, bool IsOptional)
{
    /// <summary>Those of a process's birth dependencies that await readiness.</summary>
    internal static IReadOnlyList<ReadinessDependency> Of(IEnumerable<BirthDependency> births)
    {
        var awaited = new List<ReadinessDependency>();
        foreach (var birth in births)
        {
            if (birth.Condition == BirthCondition.Ready) awaited.Add(new ReadinessDependency(birth.Name, birth.IsOptional));
        }

        return awaited;
    }
}
