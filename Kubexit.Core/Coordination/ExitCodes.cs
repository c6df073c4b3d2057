namespace Kubexit.Coordination;

/// <summary>Which exit code a death of a dependency leads to.</summary>
internal static class ExitCodes
{
    /// <param name="policy">The policy.</param>
    /// <param name="death">The death.</param>
    /// <param name="own">The child's exit code, or what stands for it when it was never started.</param>
    public static int AfterDeath(DeathExitCode policy, DependencyDeath death, int own) =>
        policy.IsDependencys ? ToByte(
            death.HasVanished ? DependencyDeath.VanishedExitCode : death.ExitCode ?? DependencyDeath.VanishedExitCode)
        : policy.Code ?? own;

    // The Go original writes -1 for a signal; a process can only say 0 to 255.
    private static int ToByte(int code) => code & 0xFF;
}
