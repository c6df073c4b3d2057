namespace Kubexit.Tests.KubernetesApi;

/// <summary>A path of the Kubernetes API, taken apart: <c>/api/v1/namespaces/NS/pods/NAME/eviction</c>.</summary>
internal sealed record ResourcePath(string Api, string? Namespace, string Resource, string? Name, string? Subresource)
{
    /// <summary>The API group; empty for the core.</summary>
    public string Group => Api.StartsWith("apis/", StringComparison.Ordinal) ? Api.Split('/')[1] : "";

    public string ApiVersion => Api[(Api.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary><see langword="null"/> when the server has no such resource.</summary>
    public ResourceKind? Kind => ResourceKinds.Find(Api, Resource);

    /// <summary>Whether it is the old way to ask for a watch: <c>/api/v1/watch/namespaces/…</c>.</summary>
    public bool IsOldWatch { get; private init; }

    /// <summary>The path of an object of a known kind.</summary>
    public static ResourcePath Of(ResourceKind kind, string? ns, string? name) =>
        new(ResourceKinds.Api(kind), ns, kind.Resource, name, null);

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
        var isOldWatch = parts.TryPeek(out var first) && first == "watch";
        if (isOldWatch) Next();
        if (api is null || Next() is not { Length: > 0 } resource) return null;
        if (resource != "namespaces" || parts.Count < 2) return new(api, null, resource, Next(), Next()) { IsOldWatch = isOldWatch };
        var name = Next();
        // A namespace's own subresources look like resources in it.
        if (parts.Peek() is "status" or "finalize") return new(api, null, resource, name, Next());
        return new(api, name, Next()!, Next(), Next()) { IsOldWatch = isOldWatch };
    }

    /// <summary>Whether an object stored under <paramref name="other"/> belongs to this list; without a namespace, to that of all
    /// namespaces.</summary>
    public bool Lists(ResourcePath other) =>
        Resource == other.Resource && Api == other.Api && (Namespace is null || Namespace == other.Namespace);
}
