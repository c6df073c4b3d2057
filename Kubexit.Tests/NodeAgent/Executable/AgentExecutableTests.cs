using System.Net.Sockets;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent.Executable;

/// <summary>The program from its arguments to its exit code, against the stand-in server.</summary>
public sealed class AgentExecutableTests : IAsyncLifetime
{
    private AgentProcess _agent = null!;

    public async ValueTask InitializeAsync() => _agent = await AgentProcess.CreateAsync();

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task Drill_NoticeFile_DrainsTheNodeOnceAndEnds()
    {
        _agent.Node.Add(new StandInPod("web", "shop"));
        _agent.Write("notice.json", """{"kind":"aws-spot-interruption","eventId":"drill-1","inSeconds":60}""");
        Assert.Equal(0, await _agent.RunAsync("drill", "--notice-file", _agent.NoticeFile));
        Assert.Equal(["EVICT web 30"], _agent.Node.Accepted);
        Assert.Null(_agent.Annotations?["kubexit/termination-kind"]);
        Assert.Empty(_agent.Node.Node["spec"]!["taints"]?.AsArray() ?? []);
        Assert.Equal(["ImpendingNodeTermination", "NoImpendingNodeTermination", "NodeDrained", "NodeTermination"],
            _agent.EventReasons.Order());
    }

    [Fact]
    public async Task Drill_PodThatStays_IsExitCodeOne()
    {
        _agent.Node.Add(new StandInPod("web", "shop") { Grace = 1 });
        _agent.Node.Kubelet.Dispose(); // Accepted requests are not carried out.
        _agent.Write("notice.json", """{"inSeconds":5}""");
        Assert.Equal(1, await _agent.RunAsync("drill", "--notice-file", _agent.NoticeFile));
    }

    [Theory]
    [InlineData("taint", "--kind", "manual", "--in", "60s")]
    [InlineData("ignore", "--kind", "manual", "--in", "60s")]
    [InlineData("", "--kind", "aws-rebalance-recommendation")]
    [InlineData("", "--kind", "aws-scheduled-reboot", "--in", "300h")]
    public async Task Drill_AnyPolicyOrKind_EndsAndLeavesTheNodeAsItWas(string policy, params string[] args)
    {
        if (policy.Length > 0) _agent.Node.Store.Change(
            StandInNode.Path, node =>
                (node["metadata"]!["annotations"] ??= new System.Text.Json.Nodes.JsonObject())["kubexit/node-termination"] = policy);
        var run = _agent.Start(["drill", .. args]);
        await run.ExitsWith(0);
        Assert.Single(run.Output.Lines);
        Assert.Empty(_agent.Node.Node["spec"]!["taints"]?.AsArray() ?? []);
        Assert.Null(_agent.Annotations?["kubexit/termination-event"]);
    }

    [Fact]
    public async Task Drill_StandardInput_IsTheNotice()
    {
        var run = _agent.Start("drill", "--notice-file", "-", "--keep");
        run.WriteLine("{\"kind\": \"gce-preemption\", \"inSeconds\": 30}");
        run.CloseInput();
        await run.ExitsWith(0);
        Assert.Equal(("gce-preemption", "drill"),
            ((string?)_agent.Annotations!["kubexit/termination-kind"], (string?)_agent.Annotations["kubexit/termination-key"]));
    }

    [Theory]
    [InlineData("{\"kind\": \"meteor\"}")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData(null)]
    public async Task Drill_BadNotice_IsTwoBeforeAnyRequest(string? notice)
    {
        _agent.Write("notice.json", notice);
        Assert.Equal(2, await _agent.RunAsync("drill", "--notice-file", _agent.NoticeFile));
        Assert.Empty(_agent.Server.Requests);
    }

    [Fact]
    public async Task Drill_Terminated_TakesItsTaintBack()
    {
        _agent.Node.Add(new StandInPod("web", "shop") { Grace = 600, StopTime = TimeSpan.FromMinutes(10) });
        var run = _agent.Start("drill", "--in", "700s");
        await Eventually.TrueAsync(() => _agent.Node.Accepted.Count > 0);
        run.Signal(Sig.Term);
        await run.ExitsWith(1);
        Assert.Empty(_agent.Node.Node["spec"]!["taints"]?.AsArray() ?? []);
    }

    [Theory]
    [InlineData(Sig.Term)]
    [InlineData(Sig.Int)]
    public async Task Run_Signalled_EndsWithZeroAndKeepsTheMarks(int signal)
    {
        _agent.Write("notice.json", """{"inSeconds":600}""");
        var run = _agent.Start("--provider", "none", "--notice-file", _agent.NoticeFile, "--listen", "none");
        await Eventually.TrueAsync(() => _agent.Node.Node["spec"]!["taints"] is not null);
        run.Signal(signal);
        await run.ExitsWith(0);
        Assert.NotNull(_agent.Annotations!["kubexit/termination-event"]);
    }

    [Fact]
    public async Task DryRun_Node_ChangesNothing()
    {
        _agent.Node.Add(new StandInPod("web", "shop"));
        var run = _agent.Start("--dry-run", "--kind", "gce-preemption");
        await run.ExitsWith(0);
        Assert.Contains("shop/web", run.Output.Text, StringComparison.Ordinal);
        Assert.Equal(["get /api/v1/nodes/node-1", "list /api/v1/pods"], _agent.Server.Requests.Select(request => request.ToString()));
    }

    [Fact]
    public async Task DryRun_UnknownNode_SaysSoAndHowToNameIt()
    {
        _agent.Variables["NODE_NAME"] = "node-9";
        var run = _agent.Start("--dry-run", "--kind", "gce-preemption");
        Assert.NotEqual(0, (await run.Ends()).Code);
        Assert.Contains("node-9", await run.Says("not found"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WaitForVolumes_TheDrainIsCompleteOnceTheyAreDetached()
    {
        foreach (var node in new[] { "node-1", "node-2" }) Attach(node);
        _agent.Write("notice.json", """{"inSeconds":600}""");
        var run = _agent.Start("--provider", "none", "--notice-file", _agent.NoticeFile, "--listen", "none", "--wait-for-volumes");
        await Eventually.TrueAsync(
            () => _agent.Server.Requests.Count(request => request.ToString() == "list /apis/storage.k8s.io/v1/volumeattachments") >= 2);
        Assert.DoesNotContain("Drained", run.Errors.Text, StringComparison.Ordinal);
        _agent.Server.Store.Delete(Attachment("node-1"));
        await run.Says("drained: 0 pods ended, 0 left alone.");
    }

    private void Attach(string node) =>
        _agent.Server.Store.Put(
            Attachment(node), new System.Text.Json.Nodes.JsonObject
            {
                ["spec"] =
                new System.Text.Json.Nodes.JsonObject { ["nodeName"] = node }
            });

    private static ResourcePath Attachment(string node) =>
        ResourcePath.Of(ResourceKinds.Find("apis/storage.k8s.io/v1", "volumeattachments")!, null, "csi-" + node);

    [Fact]
    public async Task Run_ListenAddressTaken_Is125()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        Assert.Equal(125, await _agent.RunAsync(
            "--provider", "none", "--notice-file", _agent.NoticeFile, "--listen", $"{taken.LocalEndpoint}"));
    }

    [Theory]
    [InlineData("--provider", "gcp")]
    [InlineData("--rule", "gce-preemption=explode")]
    [InlineData("--rule", "nonsense=drain")]
    [InlineData("--rule", "gce-preemption=drain,30")]
    [InlineData("--margin", "2")]
    [InlineData("--margin", "1001h")]
    [InlineData("--taint", "a=b:NoExecute")]
    [InlineData("--exclude", "web")]
    [InlineData("--listen", "9478")]
    [InlineData("--webhook-url", "hooks.example")]
    [InlineData("--requests-per-second", "0")]
    [InlineData("--requests-per-second", "many")]
    [InlineData("--metadata-url", "http://")]
    [InlineData("--priority-phase", "high=5s")]
    [InlineData("--log-level", "drain=loud")]
    [InlineData("--log-format", "xml")]
    [InlineData("--cordon", "perhaps")]
    [InlineData("--config", "/nowhere/agent.json")]
    [InlineData("--no-such-flag=1")]
    [InlineData("drill", "--notice-file", "/nowhere/notice.json")]
    [InlineData("--blind-after", "0s")]
    [InlineData("drill", "--cordon")]
    [InlineData("--webhook-template", "/nowhere/body.json")]
    public async Task Run_WrongUsage_IsTwoBeforeAnyRequest(params string[] args)
    {
        var run = _agent.Start(args);
        await run.ExitsWith(2);
        Assert.StartsWith("kubexit-node-agent: ", Assert.Single(run.Errors.Lines), StringComparison.Ordinal);
        Assert.Empty(_agent.Server.Requests);
    }

    [Fact]
    public async Task Run_NoNodeName_IsTwoAndNotGuessedFromTheHost()
    {
        _agent.Variables.Remove("NODE_NAME");
        Assert.Equal(2, await _agent.RunAsync("--provider", "gce"));
    }

    [Fact]
    public async Task Settings_FileVariableAndFlag_TheFlagComesFirstAndTheVariableBeforeTheFile()
    {
        var file = _agent.Write("agent.json", """
            {"rule": ["manual=drain,10s", "gce-stop=drain,1s"], "kind": "gce-stop", "margin": "1s",
              "node-name": "of-the-file", "Logging": {"LogLevel": {"Default": "Debug"}}}
            """);
        _agent.Variables["KUBEXIT_AGENT_CONFIG"] = file;
        _agent.Variables["KUBEXIT_AGENT_RULE"] = "manual=drain,20s gce-stop=drain,2s";
        _agent.Variables["KUBEXIT_AGENT_KIND"] = "manual";
        var run = _agent.Start("--dry-run", "--kind", "gce-stop");
        await run.ExitsWith(0);
        Assert.Contains("Node node-1, notice gce-stop (drain): 2s", run.Output.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"margn": "1s"}""", "Cannot use 'margn' in ")]
    [InlineData("""{"margin": "1"}""", "Cannot use 'margin' in ")]
    [InlineData("""{"rule": ["manual=drain", "manual=nothing"]}""", "Cannot use 'rule' in ")]
    [InlineData("""[1]""", "it is not a JSON object")]
    [InlineData("""{"margin": """, "it is not a JSON object")]
    public async Task Settings_BadFile_IsTwoAndNamesTheSetting(string text, string error)
    {
        var run = _agent.Start("--config", _agent.Write("agent.json", text));
        await run.ExitsWith(2);
        Assert.Contains(error, Assert.Single(run.Errors.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_Json_IsObjectsOnStandardErrorWithALevelForEachCategory()
    {
        _agent.Write("notice.json", """{"inSeconds":60}""");
        var run = _agent.Start("drill", "--notice-file", _agent.NoticeFile, "--log-format", "json", "--log-level", "none", "--log-level",
            "requests=debug");
        await run.ExitsWith(0);
        Assert.Equal(["0 pods ended, 0 left alone."], run.Output.Lines);
        var categories = run.Errors.Lines.Select(line => (string?)System.Text.Json.Nodes.JsonNode.Parse(line)!["Category"]).Distinct();
        Assert.Equal(["Kubexit.NodeAgent.Requests"], categories);
    }

    [Fact]
    public async Task Version_Asked_IsPrinted()
    {
        var run = _agent.Start("version");
        await run.ExitsWith(0);
        Assert.StartsWith("kubexit-node-agent 0.", Assert.Single(run.Output.Lines), StringComparison.Ordinal);
    }
}
