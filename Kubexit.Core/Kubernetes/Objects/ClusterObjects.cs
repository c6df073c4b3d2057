using Kubexit.Dependencies;
using Microsoft.Extensions.Logging;

namespace Kubexit.Kubernetes.Objects;

/// <summary>The objects of the cluster among a process's dependencies, checked.</summary>
internal static class ClusterObjects
{
    /// <returns>Who looks at them; <see langword="null"/> when there are none.</returns>
    /// <exception cref="ConfigurationException">A name or a condition is wrong, or there is no way to a cluster.</exception>
    public static IObjectSource? Create(
        DependencySet dependencies, IReadinessSource? readiness, ILogger logger, string? ownNamespace = null)
    {
        if (NamesIn(dependencies, readiness) is not { Count: > 0 } names) return null;
        if (readiness is PodReadinessSource pod)
        {
            // One client for all. It is the source's, which may be somebody's for more than this run.
            return new ObjectSource(pod.Client, ObjectRole.For(names, pod.Namespace), pod.Namespace, logger) { OwnsClient = false };
        }

        var configuration = Load(names[0]);
        var space = string.IsNullOrEmpty(ownNamespace) ? configuration.Namespace : ownNamespace;
        return new ObjectSource(new(() => new KubernetesApiClient(configuration, logger)), ObjectRole.For(names, space), space, logger);
    }

    /// <summary>Every object once, in the order of the lists.</summary>
    /// <exception cref="ConfigurationException">A name or a condition is wrong.</exception>
    public static IReadOnlyList<string> NamesIn(DependencySet dependencies, IReadinessSource? readiness)
    {
        List<string> names = [], errors = [];
        foreach (var birth in dependencies.Births)
        {
            if (readiness?.Tells(birth) != true) Add(birth.Name, birth, kind => ObjectConditions.ProblemWith(kind, birth.Condition));
        }

        foreach (var death in dependencies.Deaths) Add(death.Name, death, kind => ObjectConditions.ProblemWith(kind, death.Condition));
        return errors.Count == 0 ? names : throw new ConfigurationException(errors);

        void Add<T>(string name, T entry, Func<ObjectKind, string?> problemWith)
        {
            if (!ObjectName.IsMeantBy(name)) return;
            var parsed = ObjectName.Parse(name);
            if ((parsed.Problem ?? problemWith(parsed.Value!.Kind)) is { } problem)
                errors.Add($"Cannot use dependency '{entry}': {problem}.");
            else if (!names.Contains(name)) names.Add(name);
        }
    }

    private static KubernetesConfiguration Load(string name)
    {
        try
        {
            return KubernetesConfiguration.Load();
        }
        catch (ConfigurationException e)
        {
            throw new ConfigurationException(
                [$"Cannot watch '{name}': it is an object of a Kubernetes cluster, and no cluster is configured. In a pod, mount the "
                    + "service account's token "
                    + $"(automountServiceAccountToken: true); elsewhere set KUBECONFIG. The cause: {string.Join(" ", e.Errors)}"]);
        }
    }
}
