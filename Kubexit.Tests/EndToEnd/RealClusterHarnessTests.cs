using Kubexit.Tests.Kubernetes;
using Kubexit.Tests.Samples;

namespace Kubexit.Tests.EndToEnd;

/// <summary>What of the end-to-end suite can be tried without a cluster.</summary>
public sealed class RealClusterHarnessTests
{
    public static TheoryData<string> Files => [.. SampleManifest.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task ApplyAsync_EverySample_IsCreatedInANamespaceOfItsOwnAndRemoved(string file)
    {
        await using var server = await DemoCluster.StartAsync();
        var manifest = SampleManifest.Read(file);
        await using (var cluster = await RealCluster.OpenAsync(server.Account.Load()))
        {
            await cluster.ApplyAsync(manifest);
            var created = server.Server.Requests.Where(request => request.Method == "POST").Skip(1).ToList();
            Assert.Equal(manifest.Objects.Count - 1, created.Count);
            Assert.All(created, request => Assert.Equal(cluster.Namespace, request.Resource!.Namespace));
            Assert.All(created, request => Assert.Equal((string?)request.Body!["apiVersion"], request.Resource!.ApiVersion));
            Assert.Contains(created, request => request.Resource!.Resource is "jobs" or "deployments");
        }

        Assert.Equal("DELETE", server.Server.Requests[^1].Method);
    }
}
