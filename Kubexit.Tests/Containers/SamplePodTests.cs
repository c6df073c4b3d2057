using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Containers;

/// <summary>The manifests of <c>samples/kubernetes</c> that need no API server, word for word, as real containers.</summary>
[Collection(ContainerTests.Name)]
public sealed class SamplePodTests(ContainerTests.Fixture containers)
{
    [Fact]
    public async Task ClientServerJobWithoutRbac_ClientIsDone_ServerEndsWithZeroAfterIt()
    {
        await using var pod = await StartAsync("client-server-job-without-rbac");
        await pod["client"].ExitsWith(0);
        await pod["server"].ExitsWith(0);
        Assert.Contains("hello from the server", pod["client"].LogText);
        var (server, client) = (pod.Read("server")!, pod.Read("client")!);
        Assert.True(server.Ready <= client.Born && client.Died <= server.Died, $"{server}\n{client}");
        Assert.Equal(("DependencyDied", "TERM"), (server.Reason, server.Signal));
    }

    private async Task<PlayedPod> StartAsync(string sample) =>
        await PlayedPod.StartAsync(await containers.EngineAsync(), Repository.ReadText($"samples/kubernetes/{sample}.yaml"));
}
