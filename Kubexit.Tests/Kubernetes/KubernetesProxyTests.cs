using System.Net;
using Kubexit.Kubernetes;
using Kubexit.NodeAgent;

namespace Kubexit.Tests.Kubernetes;

[Collection(nameof(WholeProcess))]
public sealed class KubernetesProxyTests
{
    [Fact]
    public async Task GetAsync_ProxyVariablesAreSet_AreNotHonoured()
    {
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Server.Store.Put(new("api/v1", null, "nodes", "node-1", null), []);
        var before = HttpClient.DefaultProxy;
        try
        {
            HttpClient.DefaultProxy = new WebProxy("http://127.0.0.1:1");
            Assert.Equal("node-1", (await cluster.Client().GetAsync(AgentPath.Node("node-1"), AgentJson.Default.Node, default))
                .Metadata!.Name);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }
}
