using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

/// <summary>Where the objects of a drain are on the API server.</summary>
internal static class AgentPath
{
    public static string AllPods => "api/v1/pods";

    public static string AllNodes => "api/v1/nodes";

    public static string AccessReviews => "apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    /// <summary>Of the whole cluster: the server knows no selector for the node.</summary>
    public static string VolumeAttachments => "apis/storage.k8s.io/v1/volumeattachments";

    public static string Node(string name) => $"api/v1/nodes/{ApiPath.Escape(name)}";

    public static string Pod(string podNamespace, string name) => $"{ApiPath.Pods(podNamespace)}/{ApiPath.Escape(name)}";

    public static string Eviction(string podNamespace, string name) => $"{Pod(podNamespace, name)}/eviction";

    public static string Events(string eventNamespace) => $"api/v1/namespaces/{ApiPath.Escape(eventNamespace)}/events";
}
