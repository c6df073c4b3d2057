using System.Text.Json.Nodes;
using Kubexit.Tests.KubernetesApi;
using Kubexit.Tests.Recordings;

namespace Kubexit.Tests.Conformance;

/// <summary>What was there before a recording began, and what its lines do not say.</summary>
internal sealed class Scene
{
    private readonly List<IDisposable> _owned = [];
    private ApiServer _server = null!;
    private Recording _recording = null!;

    /// <summary>Puts the objects that the recorded cluster had.</summary>
    public Action<ApiServer, Recording>? Prepare { get; init; }

    /// <summary>Done before a request is sent.</summary>
    public Action<ApiServer, RecordedExchange>? Before { get; init; }

    /// <summary>Whether a node with a kubelet is there.</summary>
    public bool HasKubelet { get; init; }

    /// <summary>What the containers of its pods do, by <c>pod/container</c>.</summary>
    public Dictionary<string, ContainerBehaviour> Behaviours { get; init; } = [];

    public KubeletPace Pace { get; init; } = KubeletPace.Measured;

    /// <summary>Writes what the cluster's controllers wrote; where nobody does, there is no controller in the recording.</summary>
    public Controllers? Controllers { get; init; }

    /// <summary>What happens at a note.</summary>
    public Action<ApiServer, RecordedNote>? AtNote { get; init; }

    /// <summary>How much longer than the recording it may take until everything has been said, in seconds.</summary>
    public double Longest { get; init; } = 20;

    public IDisposable Open(ApiServer server, Recording recording)
    {
        (_server, _recording) = (server, recording);
        foreach (var ns in Namespaces()) server.Store.Put(ResourcePath.Of(ResourceKinds.Namespace, null, ns), Namespace(ns));
        if (HasKubelet)
        {
            var kubelet = new Kubelet(server, "node1", Pace) { Behaviour = BehaviourOf };
            kubelet.Register([]);
            _owned.Add(kubelet);
            _owned.Add(new DisruptionController(server.Store));
        }
        Prepare?.Invoke(server, recording);
        return new Owned(_owned);
    }

    public bool Skips(RecordedExchange exchange) => Differences.NotAsked(_recording, exchange) is not null;

    public void Note(ApiServer server, RecordedNote note) => AtNote?.Invoke(server, note);

    /// <summary>The request as it was, where it was recorded; otherwise what its answer shows that it must have been.</summary>
    public ApiRequest Request(RecordedExchange exchange)
    {
        Before?.Invoke(_server, exchange);
        var method = exchange.Verb == "WATCH" ? "GET" : exchange.Verb;
        var body = (exchange.Request ?? Guessed(exchange))?.DeepClone().AsObject();
        if (body is not null) Translate(exchange, body);
        if (method == "POST" && exchange.Status == 201 && body is not null) TakeDefaults(exchange, body);
        var asked = ApiRequest.Of(method, exchange.Path, body, exchange.ContentType ?? "application/json");
        return asked with { User = $"system:serviceaccount:rec-rbac:{exchange.User}" };
    }

    /// <summary>The next new object is the recorded one: its labels and those that refer to it name it.</summary>
    public static void GiveUid(ApiServer server, string uid) => server.Store.NewUid = () =>
    {
        server.Store.NewUid = () => Guid.NewGuid().ToString();
        return uid;
    };

    private static JsonObject? Guessed(RecordedExchange exchange) => (exchange.Verb, exchange.Status) switch
    {
        ("POST", 400) or ("GET" or "WATCH" or "DELETE" or "HEAD", _) => null,
        ("PUT" or "PATCH", 409) => new() { ["metadata"] = new JsonObject { ["resourceVersion"] = "1" } },
        (_, >= 400) => new() { ["metadata"] = new JsonObject { ["name"] = (string?)exchange.Body?["details"]?["name"] } },
        _ => exchange.Body as JsonObject,
    };

    // Identities and versions of the other cluster, where they were the right ones.
    private void Translate(RecordedExchange exchange, JsonObject body)
    {
        var found = ResourcePath.Parse(exchange.Path.Split('?')[0]) is { Name: not null } path
            ? _server.Store.Find(path with { Subresource = null }) : null;
        foreach (var preconditions in (JsonNode?[])[body["preconditions"], body["deleteOptions"]?["preconditions"]])
        {
            if ((string?)preconditions?["uid"] is { } uid && uid.Trim('0', '-').Length > 0) preconditions!["uid"] = found!.Uid;
        }
        if (exchange.Status < 300 && found is not null && body["metadata"]?["uid"] is not null) body["metadata"]!["uid"] = found.Uid;
        if (exchange.Status < 300 && found is not null && body["metadata"]?["resourceVersion"] is not null)
            body["metadata"]!["resourceVersion"] = $"{found.Version}";
        if (exchange.Verb != "POST" || body["metadata"] is not JsonObject metadata) return;
        foreach (var name in (string[])["uid", "resourceVersion", "generation", "creationTimestamp"]) metadata.Remove(name);
    }

    // The server fills in a spec by rules that fill books; what it filled in here is in the first event.
    private void TakeDefaults(RecordedExchange exchange, JsonObject body)
    {
        var first = _recording.Lines.OfType<RecordedEvent>().FirstOrDefault(line =>
            line.Type == "ADDED" && line.At >= exchange.At
                && (string?)line.Object["metadata"]!["name"] == (string?)body["metadata"]?["name"]);
        if (((string?)exchange.Body?["metadata"]?["uid"] ?? (string?)first?.Object["metadata"]!["uid"]) is { } uid) GiveUid(_server, uid);
        if (first is null) return;
        foreach (var (name, part) in first.Object.Where(pair => pair.Key is not ("metadata" or "status"))) body[name] = part?.DeepClone();
        foreach (var name in (string[])["labels", "annotations"])
        {
            if (first.Object["metadata"]![name] is { } part) body["metadata"]![name] = part.DeepClone();
        }
    }

    private IEnumerable<string> Namespaces() => _recording.Lines.OfType<RecordedExchange>()
        .Select(exchange => ResourcePath.Parse(exchange.Path.Split('?')[0])).Where(path => path is not null)
        .Select(path => path!.Resource == "namespaces" ? path.Name : path.Namespace)
        .OfType<string>().Where(ns => !ns.StartsWith("no-such", StringComparison.Ordinal)).Append("default").Distinct();

    private ContainerBehaviour BehaviourOf(StoredObject pod, string container) =>
        Behaviours.GetValueOrDefault($"{pod.Path.Name}/{container}") ?? ContainerBehaviour.Server;

    private static JsonObject Namespace(string name) => new()
    {
        ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["kubernetes.io/metadata.name"] = name } },
        ["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") },
        ["status"] = new JsonObject { ["phase"] = "Active" },
    };

    private sealed class Owned(List<IDisposable> all) : IDisposable
    {
        public void Dispose() => all.ForEach(one => one.Dispose());
    }
}
