using System.Text.Json.Nodes;
using Kubexit.Dependencies;
using Kubexit.Kubernetes.Objects;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Infrastructure;

/// <summary>A stand-in cluster whose objects a test writes as controllers do, and a graveyard whose processes know the way to it.</summary>
internal sealed class ClusterScene : IAsyncDisposable
{
    public const string Namespace = "demo";

    private ClusterScene(StandInApiServer server) => Server = server;

    public StandInApiServer Server { get; }

    public TemporaryGraveyard Graveyard { get; } = new();

    public string Kubeconfig => $"KUBECONFIG={KubeconfigFile.Write(Server, Graveyard.Folder, Namespace)}";

    public static async Task<ClusterScene> StartAsync() => new(await StandInApiServer.StartAsync());

    /// <summary>Wraps a script; its variables are given without <c>KUBEXIT_</c>.</summary>
    public WrappedProcess Wrap(string script, params IEnumerable<string> variables) =>
        Graveyard.Wrap("app", script, [Kubeconfig, .. variables.Select(variable => $"KUBEXIT_{variable}")]);

    /// <summary>Runs <c>kubexit wait</c>.</summary>
    public WrappedProcess Wait(params string[] flags) => Graveyard.Start([KubexitBinary.Path, "wait", .. flags], [Kubeconfig]);

    /// <summary>Creates an object, or changes it.</summary>
    /// <param name="name">As a dependency is named; the slices of a service have its name and an end.</param>
    /// <param name="rest">What it has beside its metadata, as JSON.</param>
    public void Put(string name, string rest)
    {
        var json = JsonNode.Parse(rest)!.AsObject();
        var parsed = ObjectName.Parse(name).Value!;
        var metadata = json["metadata"] as JsonObject ?? (json["metadata"] = new JsonObject()).AsObject();
        if (parsed.Kind == ObjectKind.Service) metadata["labels"] = new JsonObject { ["kubernetes.io/service-name"] = parsed.Name };
        Server.Store.Put(PathOf(parsed), json);
    }

    public void Delete(string name) => Server.Store.Delete(PathOf(ObjectName.Parse(name).Value!));

    public string Uid(string name) => (string)Server.Store.Get(PathOf(ObjectName.Parse(name).Value!))!["metadata"]!["uid"]!;

    public async ValueTask DisposeAsync()
    {
        await Graveyard.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static ResourcePath PathOf(ObjectName name)
    {
        var resource = ObjectResource.Of(name.Kind);
        var api = resource.Group.Length == 0 ? "api/v1" : $"apis/{resource.Group}/v1";
        return new ResourcePath(
            api, name.Namespace ?? Namespace, resource.Resource, name.Kind == ObjectKind.Service ? name.Name + "-x7k2p" : name.Name, null);
    }
}
