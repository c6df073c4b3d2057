using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Containers;

/// <summary>The manifests of <c>samples/kubernetes</c>, word for word, as real containers.</summary>
public sealed class SamplePodTests(SharedContainerEngine containers)
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

        // What the manifest asks for is what the container had.
        var container = await pod["server"].InspectAsync();
        Assert.True((bool)container["HostConfig"]!["ReadonlyRootfs"]!);
        Assert.Equal("65532:65532", (string?)container["Config"]!["User"]);
        Assert.Empty(container["EffectiveCaps"] as System.Text.Json.Nodes.JsonArray ?? []);
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

    [Fact]
    public async Task ImageVolumeJob_ImageIsMounted_RunsAsFromACopy()
    {
        await using var pod = await StartAsync("image-volume-job");
        await pod["client"].ExitsWith(0);
        await pod["server"].ExitsWith(0);
        AssertOrder(pod, "server", "client");
    }

    [Fact]
    public async Task FailurePolicyJob_AllIsWell_Succeeds()
    {
        await using var pod = await StartAsync("failure-policy-job");
        await pod["client"].ExitsWith(0);
        await pod["server"].ExitsWith(0);
    }

    /// <summary>What its policy calls not worth another try.</summary>
    [Theory]
    [InlineData("client", "KUBEXIT_BIRTH_TIMEOUT", "60", 2)]
    [InlineData("server", "KUBEXIT_DEATH_DEPS", "client:gone", 2)]
    [InlineData("client", "KUBEXIT_BIRTH_DEPS", "server,nobody", 124)]
    [InlineData("client", "KUBEXIT_GRAVEYARD", "/proc/graveyard", 125)]
    public async Task FailurePolicyJob_SomethingIsWrong_EndsWithTheCodeThatThePolicyNames(
        string container, string variable, string value, int code)
    {
        await using var pod = await PlayedPod.StartAsync(await containers.EngineAsync(), Manifest("failure-policy-job"), spec =>
        {
            PodTemplate.SetVariable(spec, "client", "KUBEXIT_BIRTH_TIMEOUT", "2s");
            PodTemplate.SetVariable(spec, container, variable, value);
        });
        await pod[container].ExitsWith(code);
    }

    [Fact]
    public async Task RestartRulesJob_ClientIsStartedAgainForItsCode_ServerServesBothLives()
    {
        await using var pod = await StartAsync("restart-rules-job");
        await pod["client"].ExitsWith(75);
        await pod["client"].StartAsync();
        await pod["client"].ExitsWith(0);
        await pod["server"].ExitsWith(0);
        Assert.Single(pod["server"].Log, line => line.Text == "serving");
    }

    [Fact]
    public async Task RestartAllJob_EverythingIsStartedAgainForTheClientsCode_SecondRoundCompletes()
    {
        await using var pod = await StartAsync("restart-all-job");
        await pod["client"].ExitsWith(88);
        await pod.KillAllAsync();
        await pod.StartAsync();
        await pod["client"].ExitsWith(0);
        await pod["server"].ExitsWith(0);
        AssertOrder(pod, "server", "client");
    }

    /// <summary>The container that started first was ready before the other was born, and outlived it.</summary>
    private static void AssertOrder(PlayedPod pod, string first, string second) =>
        Assert.True(pod.Read(first)!.Ready <= pod.Read(second)!.Born && pod.Read(second)!.Died <= pod.Read(first)!.Died, pod.Describe());

    private async Task<PlayedPod> StartAsync(string sample) => await PlayedPod.StartAsync(await containers.EngineAsync(), Manifest(sample));

    private static string Manifest(string sample) => Repository.ReadText($"samples/kubernetes/{sample}.yaml");
}
