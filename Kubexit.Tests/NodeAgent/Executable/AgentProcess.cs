using System.Text.Json.Nodes;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent.Executable;

/// <summary>A stand-in API server with one node, and the agent's executable with a kubeconfig for it.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubexit-agent-");
    private readonly List<WrappedProcess> _started = [];

    private AgentProcess(StandInApiServer server)
    {
        Server = server;
        Node = new StandInNode(server.Api, KubeletPace.RealTime);
        File.WriteAllText(Write("kubeconfig"), $$$"""
            {"current-context": "c", "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
             "clusters": [{"name": "c", "cluster": {"server": "{{{server.Address}}}", 
              "certificate-authority-data": "{{{Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(server.Authority.Pem))}}}"}}],
             "users": [{"name": "u", "user": {"token": "{{{server.Token}}}"}}]}
            """);
        Variables = new() { ["NODE_NAME"] = "node-1", ["KUBECONFIG"] = Write("kubeconfig") };
    }

    public StandInApiServer Server { get; }

    public StandInNode Node { get; }

    public Dictionary<string, string> Variables { get; }

    public string NoticeFile => Write("notice.json");

    public static async Task<AgentProcess> CreateAsync() => new(await StandInApiServer.StartAsync());

    /// <summary>Writes a file into the test's folder; without a text only its path is given.</summary>
    public string Write(string name, string? text = null)
    {
        var path = Path.Combine(_folder.FullName, name);
        if (text is not null) File.WriteAllText(path, text);
        return path;
    }

    public WrappedProcess Start(params string[] args)
    {
        var process = WrappedProcess.Start([AgentBinary.Path, .. args], Variables.Select(variable => $"{variable.Key}={variable.Value}"));
        _started.Add(process);
        return process;
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> RunAsync(params string[] args)
    {
        var status = await Start(args).Ends();
        Assert.Equal(0, status.Signal);
        return status.Code;
    }

    public JsonObject? Annotations => Node.Node["metadata"]!["annotations"] as JsonObject;

    public IEnumerable<string> EventReasons =>
        Server.Store.List(ResourceSelector.All(ResourcePath.Of(ResourceKinds.Event, null, null))).Items.Select(
            item => item.Text("reason")!);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _started) await process.DisposeAsync();
        Node.Dispose();
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
