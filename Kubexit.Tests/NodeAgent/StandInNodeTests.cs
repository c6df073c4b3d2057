using System.Text.Json.Nodes;
using Kubexit.Kubernetes;
using Kubexit.NodeAgent;
using Kubexit.NodeTermination;
using Kubexit.Tests.Fakes;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent;

/// <summary>The agent against the stand-in API server, over TLS and in real time.</summary>
public sealed class StandInNodeTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _end = new();
    private readonly ScriptedSource _cloud = new();
    private readonly RecordingLogger _logger = new();
    private StandInApiServer _server = null!;
    private ServiceAccountFolder _account = null!;
    private KubernetesApiClient _client = null!;
    private StandInNode _node = null!;
    private AgentLoop _agent = null!;
    private Task _running = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        _server = await StandInApiServer.StartAsync();
        _account = new ServiceAccountFolder(_server);
        _client = new KubernetesApiClient(_account.Load(), _logger) { RequestTimeout = TimeSpan.FromSeconds(3) };
        _node = new StandInNode(_server.Api, KubeletPace.RealTime);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
        }
        _node.Dispose();
        _client.Dispose();
        _account.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Run_Notice_DrainsInOrderAndLeavesTheRest()
    {
        var mirror = new Dictionary<string, string> { ["kubernetes.io/config.mirror"] = "hash" };
        _node.Budgets["none"] = 0;
        _node.Add(Pod("shop", "web"));
        _node.Add(new StandInPod("guarded", "shop") { Grace = 1, Budget = "none", StopTime = Moment });
        _node.Add(new StandInPod("held", "data") { Finalizer = true, StopTime = Moment });
        _node.Add(new StandInPod("db-0", "data", "db") { Controller = "StatefulSet", ComesBack = true, StopTime = Moment });
        _node.Add(Pod("kube-system", "dns"));
        _node.Add(new StandInPod("proxy", "kube-system") { Controller = "Node", Annotations = mirror });
        _node.Add(new StandInPod("daemon", "agents") { Controller = "DaemonSet" });
        _node.Add(new StandInPod("done", "batch") { ExitedWith = 0 });
        Start();
        Announce(seconds: 16);
        await DrainedAsync("5 pods ended"); // Of the held one all containers have ended: only its object stays.

        Assert.Equal("DELETE guarded 1", _node.Accepted.Single(line => line.Contains("guarded")));
        Assert.StartsWith("DELETE dns", _node.Accepted[^1]);
        Assert.Equal(5, _node.Accepted.Count);
        Assert.Equal("db'", _node.Pod("data", "db-0")!.Uid);
        Assert.All([("kube-system", "proxy"), ("agents", "daemon"), ("batch", "done"), ("data", "db-0")],
            pod => Assert.False(_node.Pod(pod.Item1, pod.Item2)!.IsBeingDeleted));
        var taint = Assert.Single(_node.Node["spec"]!["taints"]!.AsArray())!;
        Assert.Equal(("kubexit/node-termination", "manual", "NoSchedule"),
            ((string)taint["key"]!, (string)taint["value"]!, (string)taint["effect"]!));
        await Eventually.TrueAsync(() => (string?)_node.Node["status"]?["conditions"]?[0]?["type"] == "TerminationAnnounced");
        Assert.Equal(5, _node.Node["status"]!["conditions"]!.AsArray().Count); // The kubelet's four are still there.
        await Eventually.TrueAsync(
            () => Events("default").Contains("ImpendingNodeTermination") && Events("shop").Contains("NodeTermination"));
    }

    [Fact]
    public async Task Run_NodeChangesBetweenReadAndWrite_TheOthersChangeIsKept()
    {
        var disturbed = 0;
        _server.Faults = request =>
        {
            if (request is not { Method: "PATCH", Path: "/api/v1/nodes/node-1" } || Interlocked.Increment(ref disturbed) > 3) return null;
            _server.Store.Change(
                StandInNode.Path, node =>
                    node["spec"]!["taints"] = new JsonArray(new JsonObject { ["key"] = $"theirs-{disturbed}", ["effect"] = "NoSchedule" }));
            return null;
        };
        Start();
        Announce(seconds: 60);
        await DrainedAsync("0 pods ended");
        Assert.Equal(["theirs-3", "kubexit/node-termination"],
            _node.Node["spec"]!["taints"]!.AsArray().Select(taint => (string)taint!["key"]!));
    }

    [Fact]
    public async Task Run_Throttled_WaitsAsToldAndKeepsTheBudgetsApart()
    {
        _node.Add(Pod("shop", "web"));
        _server.Faults = Fault.For("create", Fault.Throttled, Fault.Throttled);
        Start();
        Announce(seconds: 600);
        await DrainedAsync("1 pods ended, 0 left alone.");
        Assert.Equal(["EVICT web 30"], _node.Accepted);
    }

    [Fact]
    public async Task Run_AgentMayNotReadTheNode_SaysWhichRuleIsMissing()
    {
        _server.Allows = request => request.Resource!.Resource != "nodes";
        Start();
        await Eventually.TrueAsync(() => _logger.Text.Contains("resources: [nodes], verbs: [get]"));
    }

    [Theory]
    [InlineData("budget", Refusal.Budget)]
    [InlineData("several budgets", Refusal.SeveralBudgets)]
    [InlineData("namespace terminating", Refusal.NamespaceTerminating)]
    [InlineData("throttled", Refusal.Throttled)]
    [InlineData("forbidden", Refusal.Forbidden)]
    [InlineData("gone", Refusal.Gone)]
    [InlineData("replaced", Refusal.Gone)]
    [InlineData("failed", Refusal.Failed)]
    [InlineData("cut", Refusal.Failed)]
    public async Task Of_RefusedEviction_IsToldApartInTheServersOwnWords(string reply, object refusal)
    {
        _node.Budgets["web"] = 0;
        var added = _node.Add(new StandInPod("web", "shop") { Budget = reply.Contains("budget") ? "web" : null });
        var pod = new DrainPod("shop", reply == "gone" ? "other" : "web", reply == "replaced" ? "another" : added.Uid);
        if (reply == "several budgets") _node.Guard("shop", "web", allowed: 1, name: "second");
        if (reply == "namespace terminating") DeleteNamespace("shop");
        _server.Allows = _ => reply != "forbidden";
        _server.Faults = Fault.For("create", reply switch
        {
            "throttled" => [Fault.Throttled],
            "failed" => [new Fault.Refuse(StatusBody.InternalError())],
            "cut" => [new Fault.Reset()],
            _ => (Fault[])[],
        });
        var failure = await Assert.ThrowsAsync<KubernetesApiException>(
            () => new NodeApi(_client, "node-1").EvictAsync(pod, TimeSpan.FromSeconds(5), default));
        Assert.Equal((Refusal)refusal, Refusals.Of(failure));
    }

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private static StandInPod Pod(string ns, string name) => new(name, ns) { StopTime = Moment };

    private void DeleteNamespace(string name)
    {
        var path = ResourcePath.Of(ResourceKinds.Namespace, null, name);
        _server.Store.Put(path, new JsonObject());
        new DeleteRequests(_server.Store).Delete(_server.Store.Find(path)!, new DeleteOptionsBody());
    }

    private IEnumerable<string> Events(string ns) =>
        _server.Store.List(ResourceSelector.All(ResourcePath.Of(ResourceKinds.Event, ns, null))).Items.Select(item => item.Text("reason")!);

    private Task DrainedAsync(string summary) =>
        Eventually.TrueAsync(() => _logger.Text.Contains($"drained: {summary}", StringComparison.Ordinal));

    private void Announce(int seconds) =>
        _cloud.Say("file", new Announcement(NodeTerminationKind.Manual, "drill-1", DateTimeOffset.UtcNow.AddSeconds(seconds)));

    private void Start()
    {
        var options = new AgentOptions { NodeName = "node-1", BootId = "boot-1" };
        var pacer = new RequestPacer(50, TimeProvider.System);
        var (urgency, rights) = (new Urgency(TimeProvider.System), new MissingRights());
        var api = new GuardedNodeApi(new NodeApi(_client, "node-1"), urgency, rights, TimeProvider.System);
        var reporter = new AgentReporter(api, pacer, options, new AgentMetrics(), null, TimeProvider.System, _logger);
        var watch = new RightsWatch(api, rights, reporter, new AgentMetrics(), options, pacer, urgency, _logger);
        var board = new NoticeBoard(new NoticeRules(), TimeProvider.System);
        _agent = new AgentLoop(api, _cloud, board, board, options, reporter, new NoReboot(), pacer, urgency, watch, TimeProvider.System,
            new OneLogger(_logger));
        _running = _agent.RunAsync(_end.Token);
    }

    private sealed class NoReboot : INodeReboot
    {
        public void Reboot() => Assert.Fail("nobody asked for a reboot");
    }
}
