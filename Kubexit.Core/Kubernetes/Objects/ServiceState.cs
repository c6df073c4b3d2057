using Kubexit.Dependencies;

namespace Kubexit.Kubernetes.Objects;

/// <summary>
/// Whether one endpoint in any slice of a service takes traffic. With <c>publishNotReadyAddresses</c> every endpoint says that it is ready,
/// so it must serve, too. The service itself is not looked at: one without a selector has the slices that somebody wrote for it.
/// </summary>
internal static class ServiceState
{
    public static ObjectLook Look(string name, IReadOnlyCollection<ClusterObject> slices)
    {
        if (slices.Count == 0) return ObjectLook.Absent(name) with { State = "does not exist, or has no endpoint slice" };
        var endpoints = slices.SelectMany(slice => slice.Endpoints ?? []).ToList();
        var isReady = endpoints.Exists(TakesTraffic);
        return new ObjectLook(name)
        {
            Vitality = Vitality.Alive,
            IsReady = isReady,
            State = isReady ? "has a ready endpoint" : endpoints.Count == 0 ? "has no endpoints"
                : $"has {endpoints.Count} endpoints, none of them ready",
        };
    }

    private static bool TakesTraffic(SliceEndpoint endpoint) =>
        endpoint.Conditions is not ({ Ready: false } or { Serving: false } or { Terminating: true });
}
