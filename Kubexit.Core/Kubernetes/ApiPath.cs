namespace Kubexit.Kubernetes;

/// <summary>Where things are on the API server: relative to its address, every name escaped.</summary>
internal static class ApiPath
{
    public static string Nodes => "api/v1/nodes";

    public static string AllPods => "api/v1/pods";

    public static string Node(string name) => $"{Nodes}/{Escape(name)}";

    public static string Pods(string podNamespace) => $"api/v1/namespaces/{Escape(podNamespace)}/pods";

    public static string Pod(string podNamespace, string name) => $"{Pods(podNamespace)}/{Escape(name)}";

    public static string Eviction(string podNamespace, string name) => $"{Pod(podNamespace, name)}/eviction";

    public static string Events(string eventNamespace) => $"api/v1/namespaces/{Escape(eventNamespace)}/events";

    /// <summary>Adds one parameter; chain it for more.</summary>
    public static string With(this string path, string parameter, string value) =>
        $"{path}{(path.Contains('?') ? '&' : '?')}{parameter}={Escape(value)}";

    private static string Escape(string segment) => Uri.EscapeDataString(segment);
}
