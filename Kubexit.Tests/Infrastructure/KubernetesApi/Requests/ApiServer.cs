using System.Globalization;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>
/// Answers requests as kube-apiserver does, in any clock and without a network: <see cref="StandInApiServer"/> puts it behind TLS, the
/// simulation asks it directly.
/// </summary>
internal sealed class ApiServer
{
    private static readonly string[] OpenPaths = ["/version", "/healthz", "/livez", "/readyz"];

    private readonly ListRequests _lists;
    private readonly WriteRequests _writes;
    private readonly DeleteRequests _deletes;
    private readonly EvictionRequests _evictions;

    public ApiServer(TimeProvider time)
    {
        Store = new(time);
        _lists = new(Store);
        _writes = new(Store);
        _deletes = new(Store);
        _evictions = new(Store, _deletes);
        FlowControl = new(time);
    }

    public ObjectStore Store { get; }

    public FlowControl FlowControl { get; }

    /// <summary>Role-based access: what is not allowed is 403, whether it exists or not. Everything is by default.</summary>
    public Func<ApiRequest, bool> Allows { get; set; } = _ => true;

    public async Task<ApiReply> AnswerAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (await FlowControl.QueueAsync(cancellationToken) is { } refusal) return refusal;
            if (!OpenPaths.Contains(request.Path) && !Allows(request)) return ApiReply.Refused(StatusBody.Forbidden(request, request.User));
            return await RouteAsync(request, cancellationToken);
        }
        catch (ApiFailure failure)
        {
            return failure.ToReply();
        }
    }

    private async Task<ApiReply> RouteAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (request.Resource is not { } path)
            return OpenPaths.Contains(request.Path) ? ApiReply.OfText(200, "ok") : ApiReply.OfText(404, "404 page not found\n");
        if (!ResourceKinds.IsServed(path.Api)) return ApiReply.OfText(404, "404 page not found\n");
        if (path.Kind is not { } kind || !IsServed(kind, path.Subresource)) throw new ApiFailure(StatusBody.NoSuchResource());
        if (request.Method == "HEAD") return ApiReply.OfText(405, "");
        if (request.IsWatch) return ApiReply.OfWatch(new WatchFeed(Store, ResourceSelector.Of(request), WatchOptions.Of(request)));
        return (request.Method, path) switch
        {
            ("GET", { Name: null }) => await _lists.AnswerAsync(request, cancellationToken),
            ("GET", _) => await GetAsync(request, cancellationToken),
            ("POST", { Subresource: "eviction" }) => await _evictions.AnswerAsync(request, cancellationToken),
            ("POST", { Name: null }) => _writes.Create(request),
            ("PUT", { Name: not null }) => _writes.Replace(request),
            ("PATCH", { Name: not null }) => _writes.Patch(request),
            ("DELETE", { Name: not null, Subresource: null }) => _deletes.Answer(request),
            _ => ApiReply.OfText(405, ""),
        };
    }

    private async Task<ApiReply> GetAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var path = request.Resource!;
        if (long.TryParse(request.Query.GetValueOrDefault("resourceVersion"), NumberStyles.None, CultureInfo.InvariantCulture,
            out var version))
            await _lists.UntilReachedAsync(version, cancellationToken);
        return ApiReply.Of(Store.Find(path with { Subresource = null })
            ?? throw new ApiFailure(StatusBody.NotFound(path.Kind!, path.Name!)));
    }

    private static bool IsServed(ResourceKind kind, string? subresource) => subresource switch
    {
        null => true,
        "status" => kind.HasStatus,
        "eviction" => kind == ResourceKinds.Pod,
        _ => false,
    };
}
