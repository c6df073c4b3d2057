using Kubexit.Dependencies;

namespace Kubexit;

/// <summary>A process, or an object of the cluster, that this process waits for before it is started.</summary>
/// <param name="Name">
/// The dependency's name: that of its tombstone and, for readiness told by Kubernetes, of its container. With a slash it is an object,
/// <c>KIND/NAME</c> or <c>KIND/NAMESPACE/NAME</c> (<c>job/migrate</c>), or of a kind that an <see cref="IReadinessSource"/> of the
/// application tells of.
/// </param>
/// <param name="Condition">What must have happened to it.</param>
/// <param name="IsOptional">Whether the dependency is skipped when it does not exist.</param>
public readonly record struct BirthDependency(string Name, BirthCondition Condition = BirthCondition.Ready, bool IsOptional = false)
{
    /// <summary>The dependency as it is written in <c>KUBEXIT_BIRTH_DEPS</c>: <c>name[?][:condition]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => DependencyEntry.Format(Name, IsOptional, Condition);
}
