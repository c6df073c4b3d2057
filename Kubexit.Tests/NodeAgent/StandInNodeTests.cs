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
        _node = new StandInNode(_server);
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
        _client.Dispose();
        _account.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Run_Notice_DrainsInOrderAndLeavesTheRest()
    {
        _node.Add("shop", "web");
        _node.Add("shop", "guarded", grace: 1);
        _node.Add("data", "held", finalizer: true);
        _node.Add("data", "db-0", controller: "StatefulSet");
        _node.Add("kube-system", "dns");
        _node.Add("kube-system", "proxy", mirror: true, controller: "Node");
        _node.Add("agents", "daemon", controller: "DaemonSet");
        _node.Add("batch", "done", phase: "Succeeded");
        _node.Refused["guarded"] = StandInNode.BudgetRefusal;
        var before = (string)_node.Pod("data", "db-0")!["metadata"]!["uid"]!;
        Start();
        Announce(seconds: 16);
        var result = await _agent.Drained.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["data/held"], result.Remaining.Select(pod => pod.ToString()));
        Assert.Equal("DELETE guarded 1", _node.Accepted.Single(line => line.Contains("guarded")));
        Assert.StartsWith("DELETE dns", _node.Accepted[^1]);
        Assert.Equal(5, _node.Accepted.Count);
        Assert.NotEqual(before, (string)_node.Pod("data", "db-0")!["metadata"]!["uid"]!);
        Assert.All([("kube-system", "proxy"), ("agents", "daemon"), ("batch", "done"), ("data", "db-0")], pod => Assert.Null(_node.Pod(pod.Item1, pod.Item2)!["metadata"]!["deletionTimestamp"]));
        var taint = Assert.Single(_node.Node["spec"]!["taints"]!.AsArray())!;
        Assert.Equal(("kubexit/node-termination", "manual", "NoSchedule"), ((string)taint["key"]!, (string)taint["value"]!, (string)taint["effect"]!));
        await Eventually.TrueAsync(() => (string?)_node.Node["status"]?["conditions"]?[0]?["type"] == "TerminationAnnounced");
        await Eventually.TrueAsync(() => Events("default").Contains("ImpendingNodeTermination") && Events("shop").Contains("NodeTermination"));
    }

    [Fact]
    public async Task Run_NodeChangesBetweenReadAndWrite_TheOthersChangeIsKept()
    {
        var disturbed = 0;
        _server.Faults = request =>
        {
            if (request is not { Method: "PATCH", Path: "/api/v1/nodes/node-1" } || Interlocked.Increment(ref disturbed) > 3) return null;
            var node = _node.Node;
            node["spec"]!["taints"] = new JsonArray(new JsonObject { ["key"] = $"theirs-{disturbed}", ["effect"] = "NoSchedule" });
            _server.Store.Put(StandInNode.Path, node);
            return null;
        };
        Start();
        Announce(seconds: 60);
        await _agent.Drained.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["theirs-3", "kubexit/node-termination"], _node.Node["spec"]!["taints"]!.AsArray().Select(taint => (string)taint!["key"]!));
    }

    [Fact]
    public async Task Run_Throttled_WaitsAsToldAndKeepsTheBudgetsApart()
    {
        _node.Add("shop", "web");
        _server.Faults = Fault.For("create", new Fault.Refuse(StatusBody.TooManyRequests(1), "1"), new Fault.Refuse(StatusBody.TooManyRequests(1), "1"));
        Start();
        Announce(seconds: 600);
        Assert.True((await _agent.Drained.Task.WaitAsync(TimeSpan.FromSeconds(30))).IsComplete);
        Assert.Equal(["EVICT web 30"], _node.Accepted);
    }

    [Fact]
    public async Task Run_AgentMayNotReadTheNode_SaysWhichRuleIsMissing()
    {
        _server.Allows = request => request.Resource!.Resource != "nodes";
        Start();
        await Eventually.TrueAsync(() => _logger.Text.Contains("nodes: get, patch"));
    }

    [Theory]
    [InlineData(nameof(StandInNode.BudgetRefusal), Refusal.Budget)]
    [InlineData(nameof(StandInNode.SeveralBudgets), Refusal.SeveralBudgets)]
    [InlineData(nameof(StandInNode.NamespaceTerminating), Refusal.NamespaceTerminating)]
    [InlineData("throttled", Refusal.Throttled)]
    [InlineData("forbidden", Refusal.Forbidden)]
    [InlineData("gone", Refusal.Gone)]
    [InlineData("replaced", Refusal.Gone)]
    [InlineData("failed", Refusal.Failed)]
    [InlineData("cut", Refusal.Failed)]
    public async Task Of_RefusedEviction_IsToldApartInTheServersOwnWords(string reply, object refusal)
    {
        _node.Add("shop", "web");
        var pod = new DrainPod("shop", "web", reply == "replaced" ? "another" : (string)_node.Pod("shop", "web")!["metadata"]!["uid"]!);
        if (reply is nameof(StandInNode.BudgetRefusal)) _node.Refused["web"] = StandInNode.BudgetRefusal;
        if (reply is nameof(StandInNode.SeveralBudgets)) _node.Refused["web"] = StandInNode.SeveralBudgets;
        if (reply is nameof(StandInNode.NamespaceTerminating)) _node.Refused["web"] = StandInNode.NamespaceTerminating;
        if (reply == "gone") pod = pod with { Name = "other" };
        _server.Allows = _ => reply != "forbidden";
        if (reply == "forbidden") _server.Override = _ => null;
        _server.Faults = Fault.For("create", reply switch
        {
            "throttled" => [new Fault.Reply(429, "Too many requests, please try again later.", "1")],
            "failed" => [new Fault.Refuse(StatusBody.InternalError())],
            "cut" => [new Fault.Reset()],
            _ => (Fault[])[],
        });
        var failure = await Assert.ThrowsAsync<KubernetesApiException>(() => new NodeApi(_client, "node-1").EvictAsync(pod, TimeSpan.FromSeconds(5), default));
        Assert.Equal((Refusal)refusal, Refusals.Of(failure));
    }

    private IEnumerable<string> Events(string ns) =>
        _server.Store.List(new ResourcePath("api/v1", ns, "events", null, null), new Selector(null)).Items.Select(item => (string)item["reason"]!);

    private void Announce(int seconds) =>
        _cloud.Say("file", new Announcement(NodeTerminationKind.Manual, "drill-1", DateTimeOffset.UtcNow.AddSeconds(seconds)));

    private void Start()
    {
        var options = new AgentOptions { NodeName = "node-1", BootId = "boot-1" };
        var api = new NodeApi(_client, "node-1");
        var pacer = new RequestPacer(50, TimeProvider.System);
        var reporter = new AgentReporter(api, pacer, options, new AgentMetrics(), null, TimeProvider.System, _logger);
        var board = new NoticeBoard(new NoticeRules(), TimeProvider.System);
        _agent = new AgentLoop(api, _cloud, board, options, reporter, new NoReboot(), pacer, TimeProvider.System, new OneLogger(_logger));
        _running = _agent.RunAsync(_end.Token);
    }

    private sealed class NoReboot : INodeReboot
    {
        public void Reboot() => Assert.Fail("nobody asked for a reboot");
    }
}
