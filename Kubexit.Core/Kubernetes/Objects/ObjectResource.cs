using Kubexit.Dependencies;

namespace Kubexit.Kubernetes.Objects;

/// <summary>Where objects of a kind are on the API server, and how they are read: the one table of kinds.</summary>
/// <param name="Group">The API group; empty for the core.</param>
/// <param name="Resource">The resource, as in a path and in a Role.</param>
/// <param name="Look">Reads one object; <see langword="null"/> for a service, which is seen by its slices.</param>
internal sealed record ObjectResource(string Group, string Resource, Func<string, ClusterObject, ObjectLook>? Look)
{
    private const string ServiceLabel = "kubernetes.io/service-name";

    public static ObjectResource Of(ObjectKind kind) => kind switch
    {
        ObjectKind.Pod => new("", "pods", PodState.Look),
        ObjectKind.Job => new("batch", "jobs", JobState.Look),
        ObjectKind.Deployment => new("apps", "deployments", DeploymentState.Look),
        ObjectKind.StatefulSet => new("apps", "statefulsets", StatefulSetState.Look),
        ObjectKind.DaemonSet => new("apps", "daemonsets", DaemonSetState.Look),
        ObjectKind.Service => new("discovery.k8s.io", "endpointslices", null),
    };

    /// <summary>Whether objects are asked for by their name, which a Role can narrow.</summary>
    public bool IsNamed => Look is not null;

    /// <summary>The list that holds nothing but the object, or the slices of the service.</summary>
    public string PathOf(string objectNamespace, string name)
    {
        var path = $"{(Group.Length == 0 ? "api" : $"apis/{Group}")}/v1/namespaces/{ApiPath.Escape(objectNamespace)}/{Resource}";
        return IsNamed ? path.With("fieldSelector", $"metadata.name={name}") : path.With("labelSelector", $"{ServiceLabel}={name}");
    }
}
