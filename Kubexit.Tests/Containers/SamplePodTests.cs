using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Containers;

/// <summary>The manifests of <c>samples/kubernetes</c>, word for word, as real containers.</summary>
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
        AssertOrder(pod, "server", "client");
        Assert.Equal(("DependencyDied", "TERM"), (pod.Read("server")!.Reason, pod.Read("server")!.Signal));
    }

    [Fact]
    public async Task ClientServerJob_KubeletReportsReadiness_ClientStartsThenAndServerEndsAfterIt()
    {
        await using var api = new PodApi();
        await using var pod = await PlayedPod.CreateAsync(await containers.EngineAsync(), Manifest("client-server-job"), api.AddTo);
        await api.ServeAsync(pod);
        await pod.StartAsync();
        await pod["server"].Says("serving");
        Assert.Null(pod.Read("client")?.Born);
        await api.ReportReadyAsync(pod, pod["server"]);
        await pod["client"].ExitsWith(0);
        await pod["server"].ExitsWith(0);
        Assert.Contains("hello from the server", pod["client"].LogText);
        Assert.True(pod.Read("client")!.Died <= pod.Read("server")!.Died);
    }

    [Fact]
    public async Task NativeSidecarJob_SidecarIsReady_TaskRunsThen()
    {
        await using var api = new PodApi();
        await using var pod = await PlayedPod.CreateAsync(await containers.EngineAsync(), Manifest("native-sidecar-job"), api.AddTo);
        await api.ServeAsync(pod);
        await pod.StartAsync();
        await api.ReportReadyAsync(pod, pod["proxy"]);
        await pod["task"].ExitsWith(0);
        Assert.Contains("hello from the sidecar", pod["task"].LogText);
        await pod["proxy"].SignalAsync("TERM");
        await pod["proxy"].ExitsWith(0);
    }

    [Fact]
    public async Task ProxyWithDatabaseJob_TaskIsDone_EverybodyEndsInTheReverseOrder()
    {
        await using var pod = await StartAsync("proxy-with-database-job");
        foreach (var name in (string[])["task", "proxy", "database"]) await pod[name].ExitsWith(0);
        Assert.Contains("42 rows", pod["task"].LogText);
        AssertOrder(pod, "database", "proxy");
        AssertOrder(pod, "proxy", "task");
    }

    [Fact]
    public async Task ProxyOutlivesAppDeployment_PodIsDeleted_AppTakesLeaveThroughTheProxy()
    {
        await using var pod = await StartAsync("proxy-outlives-app-deployment");
        await pod["app"].Says("serving");
        await pod.TerminateAsync();
        Assert.Contains("said goodbye through the proxy", pod["app"].LogText);
        AssertOrder(pod, "proxy", "app");
    }

    [Fact]
    public async Task WaitAsPostStart_SidecarNeedsTime_AppStartsWhenItIsReadyAndBothObeyTerm()
    {
        await using var pod = await StartAsync("wait-as-post-start");
        await pod["app"].Says("the sidecar was ready before me");
        await pod.TerminateAsync();
        await pod["app"].ExitsWith(0);
        await pod["sidecar"].ExitsWith(0);
    }

    /// <summary>Who started first was ready before the other was born, and outlived it.</summary>
    private static void AssertOrder(PlayedPod pod, string first, string second) =>
        Assert.True(pod.Read(first)!.Ready <= pod.Read(second)!.Born && pod.Read(second)!.Died <= pod.Read(first)!.Died, pod.Describe());

    private async Task<PlayedPod> StartAsync(string sample) => await PlayedPod.StartAsync(await containers.EngineAsync(), Manifest(sample));

    private static string Manifest(string sample) => Repository.ReadText($"samples/kubernetes/{sample}.yaml");
}
