using System.Net.Sockets;
using Kubexit.Host;
using Kubexit.NodeAgent;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent;

/// <summary>The verb from its arguments to its exit code, against the stand-in server.</summary>
public sealed class NodeAgentVerbTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubexit-agent-");
    private readonly Dictionary<string, string> _variables = new() { ["NODE_NAME"] = "node-1", ["KUBEXIT_LOG_LEVEL"] = "none" };
    private StandInApiServer _server = null!;
    private StandInNode _node = null!;

    private string NoticeFile => Path.Combine(_folder.FullName, "notice.json");

    public async ValueTask InitializeAsync()
    {
        _server = await StandInApiServer.StartAsync();
        _node = new StandInNode(_server);
        var config = Path.Combine(_folder.FullName, "config");
        await File.WriteAllTextAsync(config, $$$"""
            {"current-context": "c", "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
             "clusters": [{"name": "c", "cluster": {"server": "{{{_server.Address}}}", "certificate-authority-data": "{{{Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(_server.Authority.Pem))}}}"}}],
             "users": [{"name": "u", "user": {"token": "{{{_server.Token}}}"}}]}
            """);
        _variables["KUBECONFIG"] = config;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Drill_NoticeFile_DrainsTheNodeOnceAndEnds()
    {
        _node.Add("shop", "web");
        await File.WriteAllTextAsync(NoticeFile, """{"kind":"aws-spot-interruption","eventId":"drill-1","inSeconds":60}""");
        Assert.Equal(0, await RunAsync("drill", "--notice-file", NoticeFile));
        Assert.Equal(["EVICT web 30"], _node.Accepted);
        Assert.Equal("aws-spot-interruption", (string?)_node.Node["metadata"]!["annotations"]!["kubexit/termination-kind"]);
    }

    [Fact]
    public async Task Drill_PodThatStays_IsExitCodeOne()
    {
        _node.Add("shop", "held", grace: 1, finalizer: true);
        await File.WriteAllTextAsync(NoticeFile, """{"inSeconds":5}""");
        Assert.Equal(1, await RunAsync("drill", "--notice-file", NoticeFile));
    }

    [Fact]
    public async Task Run_Terminated_EndsWithZeroAndKeepsTheMarks()
    {
        await File.WriteAllTextAsync(NoticeFile, """{"inSeconds":600}""");
        using var stop = new CancellationTokenSource();
        var run = RunAsync(stop.Token, "--provider", "none", "--notice-file", NoticeFile, "--listen", "none");
        await Eventually.TrueAsync(() => _node.Node["spec"]!["taints"] is not null);
        await stop.CancelAsync();
        Assert.Equal(0, await run);
        Assert.NotNull(_node.Node["metadata"]!["annotations"]!["kubexit/termination-event"]);
    }

    [Fact]
    public async Task DryRun_Node_ChangesNothing()
    {
        _node.Add("shop", "web");
        Assert.Equal(0, await RunAsync("--dry-run", "--kind", "gce-preemption"));
        Assert.Equal(["list /api/v1/pods"], _server.Requests.Select(request => request.ToString()));
    }

    [Fact]
    public async Task Run_ListenAddressTaken_Is125()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        Assert.Equal(125, await RunAsync("--provider", "none", "--notice-file", NoticeFile, "--listen", $"{taken.LocalEndpoint}"));
    }

    [Theory]
    [InlineData("--provider", "gcp")]
    [InlineData("--rule", "gce-preemption=explode")]
    [InlineData("--rule", "nonsense=drain")]
    [InlineData("--rule", "gce-preemption=drain,30")]
    [InlineData("--margin", "2")]
    [InlineData("--taint", "a=b:NoExecute")]
    [InlineData("--exclude", "web")]
    [InlineData("--listen", "9478")]
    [InlineData("--webhook-url", "hooks.example")]
    [InlineData("--requests-per-second", "0")]
    [InlineData("--requests-per-second", "many")]
    [InlineData("--metadata-url", "http://")]
    [InlineData("--priority-phase", "high=5s")]
    [InlineData("--no-such-flag", "1")]
    [InlineData("drill", "--cordon")]
    public async Task Run_WrongUsage_IsTwoBeforeAnyRequest(params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Run_NoNodeName_IsTwoAndNotGuessedFromTheHost()
    {
        _variables.Remove("NODE_NAME");
        Assert.Equal(2, await RunAsync("--provider", "gce"));
    }

    private Task<int> RunAsync(params string[] args) => RunAsync(CancellationToken.None, args);

    private Task<int> RunAsync(CancellationToken stop, params string[] args) =>
        AgentCommand.RunAsync(args, _variables.GetValueOrDefault, stop).WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
}
