using Kubexit.Dependencies;

namespace Kubexit;

/// <summary>A process whose end stops this one.</summary>
/// <param name="Name">The dependency's name: that of its tombstone, or of an object of the cluster, <c>KIND/NAME</c> or
/// <c>KIND/NAMESPACE/NAME</c>.</param>
/// <param name="Condition">What must happen to it.</param>
/// <param name="IsOptional">Whether the dependency may be missing.</param>
public readonly record struct DeathDependency(string Name, DeathCondition Condition = DeathCondition.Died, bool IsOptional = false)
{
    /// <summary>The dependency as it is written in <c>KUBEXIT_DEATH_DEPS</c>: <c>name[?][:condition]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => DependencyEntry.Format(Name, IsOptional, Condition);
}
