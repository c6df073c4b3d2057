namespace Kubexit.Dependencies;

/// <summary>What each <see cref="DeathCondition"/> means.</summary>
internal static class DeathConditions
{
    /// <summary>Whether a death is one that the condition speaks of.</summary>
    public static bool Matches(DeathCondition condition, in DependencyLook death) => condition switch
    {
        DeathCondition.Died => true,
        DeathCondition.Succeeded => death.ExitCode == 0,
        DeathCondition.Failed => death.ExitCode != 0,
    };
}
