namespace Kubexit.Tests.KubernetesApi;

/// <summary>A path of the Kubernetes API, taken apart: <c>/api/v1/namespaces/NS/pods/NAME/eviction</c>.</summary>
internal sealed record ResourcePath(string Api, string? Namespace, string Resource, string? Name, string? Subresource)
{
    /// <summary>The API group; empty for the core.</summary>
    public string Group => Api.StartsWith("apis/", StringComparison.Ordinal) ? Api.Split('/')[1] : "";

    public string ApiVersion => Api[(Api.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public static ResourcePath? Parse(string path)
    {
        var parts = new Queue<string>(path.Trim('/').Split('/').Select(Uri.UnescapeDataString));
        string? Next() => parts.TryDequeue(out var part) ? part : null;
        string? api = Next() switch
        {
            "api" => $"api/{Next()}",
            "apis" => $"apis/{Next()}/{Next()}",
            _ => null,
        };
        if (api is null || Next() is not { } resource) return null;
        if (resource != "namespaces" || parts.Count < 2) return new(api, null, resource, Next(), Next());
        var name = Next();
        return new(api, name, Next()!, Next(), Next());
    }

    /// <summary>Whether an object stored under <paramref name="other"/> belongs to this list; without a namespace, to that of all namespaces.</summary>
    public bool Lists(ResourcePath other) =>
        Api == other.Api && Resource == other.Resource && (Namespace is null || Namespace == other.Namespace);
}
