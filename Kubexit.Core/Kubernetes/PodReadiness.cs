using Kubexit.Coordination;
using Kubexit.Dependencies;
using Microsoft.Extensions.Logging;

namespace Kubexit.Kubernetes;

/// <summary>Where readiness comes from: the API server when the configuration says so, else the graveyard.</summary>
internal static class PodReadiness
{
    /// <returns>The source; <see langword="null"/> when the graveyard tells.</returns>
    /// <exception cref="ConfigurationException">The API server is asked for and there is no way to it.</exception>
    public static IReadinessSource? Create(CoordinatorOptions options, ILogger logger) =>
        IsAskedFor(options)
            ? new PodReadinessSource(KubernetesConfiguration.Load(), options.Namespace!, options.PodName!, logger)
            : null;

    /// <summary>Whether there is a neighbour in the pod whose readiness the API server is asked for.</summary>
    public static bool IsAskedFor(CoordinatorOptions options) =>
        options.ReadsBirthsFromKubernetes
            && DependencyNames.Has(options.BirthDependencies, d => d.Condition == BirthCondition.Ready && !ObjectName.IsMeantBy(d.Name));
}
