namespace Kubexit.Kubernetes;

/// <summary>Where things are on the API server: relative to its address, every name escaped.</summary>
internal static class ApiPath
{
    public static string Pods(string podNamespace) => $"api/v1/namespaces/{Escape(podNamespace)}/pods";

    /// <summary>Adds one parameter; chain it for more.</summary>
    public static string With(this string path, string parameter, string value) =>
        $"{path}{(path.Contains('?') ? '&' : '?')}{parameter}={Escape(value)}";

    public static string Escape(string segment) => Uri.EscapeDataString(segment);
}
