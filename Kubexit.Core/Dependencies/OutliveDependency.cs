namespace Kubexit;

/// <summary>A process that this one outlives: a stop from outside is held back until it has died.</summary>
/// <param name="Name">The dependency's name, that of its tombstone.</param>
/// <param name="IsOptional">Whether the dependency is skipped when it does not exist.</param>
public readonly record struct OutliveDependency(string Name, bool IsOptional = false)
{
    /// <summary>The dependency as it is written in <c>KUBEXIT_OUTLIVE_DEPS</c>: <c>name[?]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsOptional ? $"{Name}?" : Name;
}
