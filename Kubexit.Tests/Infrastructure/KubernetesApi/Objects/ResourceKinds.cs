namespace Kubexit.Tests.KubernetesApi;

/// <summary>The kinds that the stand-in serves. Another one is one more line.</summary>
internal static class ResourceKinds
{
    private const string NotSupported = "field label not supported: {0}";
    private const string WorkloadRest = """{"spec":{"selector":null,"template":{"metadata":{},"spec":{"containers":null}}},"status":{}}""";

    public static readonly ResourceKind Pod = new("", "v1", "pods", "Pod")
    {
        HasGeneration = true,
        HasStatus = true,
        DeleteAnswersWithObject = true,
        IsDeletedGracefully = true,
        Fields = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "status.phase", "status.podIP"],
        UnknownField = NotSupported,
        NewStatus = """{"phase":"Pending","qosClass":"BestEffort"}""",
        BookmarkRest = """{"spec":{"containers":null},"status":{}}""",
    };

    public static readonly ResourceKind Node = new("", "v1", "nodes", "Node")
    {
        IsNamespaced = false,
        HasStatus = true,
        Fields = ["spec.unschedulable"],
        UnknownField = NotSupported,
        BookmarkRest = """{"spec":{},"status":{}}""",
    };

    public static readonly ResourceKind Namespace = new("", "v1", "namespaces", "Namespace")
    {
        IsNamespaced = false,
        HasStatus = true,
        DeleteAnswersWithObject = true,
        Fields = ["status.phase"],
        UnknownField = NotSupported,
        NewStatus = """{"phase":"Active"}""",
        BookmarkRest = """{"spec":{},"status":{}}""",
    };

    public static readonly ResourceKind Event = new("", "v1", "events", "Event")
    {
        Fields = ["involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "reason", "type"],
        UnknownField = NotSupported,
    };

    public static readonly ResourceKind Job = new("batch", "v1", "jobs", "Job")
    {
        HasGeneration = true,
        HasStatus = true,
        Fields = ["status.successful"],
        UnknownField = "field label \"{0}\" not supported for Job",
        NewStatus = "{}",
        BookmarkRest = """{"spec":{"template":{"metadata":{},"spec":{"containers":null}}},"status":{}}""",
    };

    public static readonly ResourceKind DisruptionBudget = new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget")
    {
        HasGeneration = true,
        HasStatus = true,
        NewStatus = """{"disruptionsAllowed":0,"currentHealthy":0,"desiredHealthy":0,"expectedPods":0}""",
    };

    private static readonly ResourceKind[] All =
    [
        Pod, Node, Namespace, Event, Job, DisruptionBudget,
        new("", "v1", "configmaps", "ConfigMap"),
        new("", "v1", "serviceaccounts", "ServiceAccount") { DeleteAnswersWithObject = true },
        new("", "v1", "services", "Service")
        {
            HasStatus = true, DeleteAnswersWithObject = true, NewStatus = """{"loadBalancer":{}}""",
                BookmarkRest = """{"spec":{},"status":{"loadBalancer":{}}}""",
        },
        new("apps", "v1", "deployments", "Deployment") { HasGeneration = true, HasStatus = true, NewStatus = "{}",
            BookmarkRest = WorkloadRest },
        new("apps", "v1", "replicasets", "ReplicaSet") { HasGeneration = true, HasStatus = true, NewStatus = """{"replicas":0}""",
            BookmarkRest = WorkloadRest },
        new("apps", "v1", "statefulsets", "StatefulSet") { HasGeneration = true, HasStatus = true,
            NewStatus = """{"replicas":0,"availableReplicas":0}""", BookmarkRest = WorkloadRest },
        new("apps", "v1", "daemonsets", "DaemonSet")
        {
            HasGeneration = true,
            HasStatus = true,
            NewStatus = """{"currentNumberScheduled":0,"numberMisscheduled":0,"desiredNumberScheduled":0,"numberReady":0}""",
            BookmarkRest = WorkloadRest,
        },
        new("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice") { HasGeneration = true },
        new("", "v1", "secrets", "Secret"),
        new("rbac.authorization.k8s.io", "v1", "roles", "Role"),
        new("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding"),
        new("storage.k8s.io", "v1", "volumeattachments", "VolumeAttachment") { IsNamespaced = false, HasStatus = true },
    ];

    private static readonly Dictionary<(string, string), ResourceKind> ByPath = All.ToDictionary(kind => (Api(kind), kind.Resource));

    /// <summary>Kind by the path's first part (<c>apis/batch/v1</c>) and resource.</summary>
    public static ResourceKind? Find(string api, string resource) => ByPath.GetValueOrDefault((api, resource));

    public static ResourceKind? OfObject(string? apiVersion, string? kind) =>
        Array.Find(All, known => known.ApiVersion == apiVersion && known.Name == kind);

    /// <summary>Whether any kind of this group and version is served.</summary>
    public static bool IsServed(string api) => Array.Exists(All, kind => Api(kind) == api);

    public static string Api(ResourceKind kind) => kind.Group.Length == 0 ? $"api/{kind.Version}" : $"apis/{kind.Group}/{kind.Version}";
}
