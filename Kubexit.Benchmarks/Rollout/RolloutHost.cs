namespace Kubexit.Benchmarks.Rollout;

/// <summary>Which host a replica runs on.</summary>
internal enum RolloutHost
{
    /// <summary>ASP.NET Core's own, as it comes.</summary>
    Stock,

    /// <summary>With <c>AddKubexit().ServeAfterStop().DrainConnections()</c>.</summary>
    Kubexit,
}
