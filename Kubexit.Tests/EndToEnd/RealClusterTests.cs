using System.Diagnostics;
using Kubexit.Kubernetes;
using Kubexit.Tests.Samples;

namespace Kubexit.Tests.EndToEnd;

/// <summary>
/// The samples on a real cluster: <see cref="RealClusterSettings"/> says how. One at a time, since they share the host's ports.
/// </summary>
[Collection(nameof(WholeProcess))]
public sealed class RealClusterTests
{
    [Theory]
    [InlineData("client-server-job.yaml")]
    [InlineData("client-server-job-without-rbac.yaml")]
    public async Task ClientServerJob_Completes_InOrderAndWithTheRightCodes(string file)
    {
        RealClusterSettings.RequireCluster();
        await using var cluster = await RealCluster.OpenAsync();
        var manifest = SampleManifest.Read(file);
        var name = (string)manifest.Workload["metadata"]!["name"]!;
        await cluster.ApplyAsync(manifest);
        var pod = await cluster.EndedPodAsync(name);
        Assert.Equal(0, End(pod, "client").ExitCode);
        Assert.Equal(0, End(pod, "server").ExitCode);
        Assert.True(End(pod, "client").FinishedAt <= End(pod, "server").FinishedAt);
        Assert.Contains("hello from the server", await cluster.LogAsync(pod, "client"));
        AssertBefore(await cluster.LogAsync(pod, "server"), "serving", await cluster.LogAsync(pod, "client"), "asking");
        Assert.True(await cluster.IsCompleteAsync(name));
    }

    [Fact]
    public async Task ProxyWithDatabaseJob_Completes_StartsInOrderAndEndsInTheReverseOne()
    {
        RealClusterSettings.RequireCluster();
        await using var cluster = await RealCluster.OpenAsync();
        await cluster.ApplyAsync(SampleManifest.Read("proxy-with-database-job.yaml"));
        var pod = await cluster.EndedPodAsync("proxy-with-database");
        var (database, proxy, task) =
            (await cluster.LogAsync(pod, "database"), await cluster.LogAsync(pod, "proxy"), await cluster.LogAsync(pod, "task"));
        AssertBefore(database, "serving", proxy, "serving");
        AssertBefore(proxy, "serving", task, "asking");
        Assert.Contains("42 rows", task);
        Assert.True(End(pod, "task").FinishedAt <= End(pod, "proxy").FinishedAt);
        Assert.True(End(pod, "proxy").FinishedAt <= End(pod, "database").FinishedAt);
        Assert.True(await cluster.IsCompleteAsync("proxy-with-database"));
    }

    [Fact]
    public async Task NativeSidecarJob_Completes_OnceTheSidecarWasReady()
    {
        RealClusterSettings.RequireCluster();
        await using var cluster = await RealCluster.OpenAsync();
        await cluster.ApplyAsync(SampleManifest.Read("native-sidecar-job.yaml"));
        var pod = await cluster.EndedPodAsync("native-sidecar");
        AssertBefore(await cluster.LogAsync(pod, "proxy"), "serving", await cluster.LogAsync(pod, "task"), "asking");
        Assert.Equal(0, End(pod, "task").ExitCode);
        Assert.True(await cluster.IsCompleteAsync("native-sidecar"));
    }

    [Fact]
    public async Task ProxyOutlivesAppDeployment_PodDeleted_AppTakesLeaveThroughTheProxy()
    {
        RealClusterSettings.RequireCluster();
        await using var cluster = await RealCluster.OpenAsync();
        await cluster.ApplyAsync(SampleManifest.Read("proxy-outlives-app-deployment.yaml"));
        var pod = await cluster.PodAsync(
            "proxy-outlives-app", candidate => candidate.Status?.ContainerStatuses?.All(status => status.Ready) == true);
        var app = cluster.LogAsync(pod, "app", follow: true);
        await cluster.LogSaysAsync(pod, "app", "serving");
        await cluster.DeletePodAsync(pod);
        Assert.Contains("said goodbye through the proxy", await app.WaitAsync(TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task ClientServerJob_WithoutItsRole_FailsWithTheRoleInThePodsStatus()
    {
        RealClusterSettings.RequireCluster();
        await using var cluster = await RealCluster.OpenAsync();
        await cluster.ApplyAsync(SampleManifest.Read("client-server-job.yaml"), exceptKinds: ["Role", "RoleBinding"]);
        var pod = await cluster.EndedPodAsync("client-server");
        var end = End(pod, "client");
        Assert.Equal(124, end.ExitCode);
        Assert.Contains($"User \"system:serviceaccount:{cluster.Namespace}:client-server\" cannot list resource \"pods\"", end.Message);
        Assert.Contains("kind: RoleBinding", end.Message);
        Assert.True(end.FinishedAt - end.StartedAt < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task ClientServerJob_ApiServerAwayDuringTheWait_CompletesAllTheSame()
    {
        RealClusterSettings.RequireCluster();
        Assert.SkipWhen(RealClusterSettings.OutageCommand is null,
            "Needs KUBEXIT_E2E_OUTAGE_CMD, a command that takes the API server away for a while.");
        await using var cluster = await RealCluster.OpenAsync();
        var manifest = SampleManifest.Read("client-server-job.yaml");
        ManifestForCluster.Prepend(manifest, "server", "sleep 20");
        ManifestForCluster.SetVariable(
            manifest.Containers.Single(container => container.Name == "client").Value, "KUBEXIT_BIRTH_TIMEOUT", "180s");
        await cluster.ApplyAsync(manifest);
        await cluster.PodAsync("client-server", pod => Status(pod, "client")?.State?.Running is not null);
        using (var outage = Process.Start("sh", ["-c", RealClusterSettings.OutageCommand!])) await outage.WaitForExitAsync();
        var ended = await cluster.EndedPodAsync("client-server");
        Assert.Equal(0, End(ended, "client").ExitCode);
        Assert.True(await cluster.IsCompleteAsync("client-server"));
    }

    private static ContainerStatus? Status(Pod pod, string container) =>
        pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == container);

    private static ContainerTerminated End(Pod pod, string container) =>
        Status(pod, container)?.State?.Terminated ?? throw new InvalidOperationException($"Container {container} has not ended.");

    private static void AssertBefore(string firstLog, string first, string secondLog, string second) =>
        Assert.True(TimeOf(firstLog, first) < TimeOf(secondLog, second), $"{firstLog}\n---\n{secondLog}");

    private static DateTimeOffset TimeOf(string log, string line) =>
        DateTimeOffset.Parse(log.Split('\n').First(candidate => candidate.EndsWith(' ' + line)).Split(' ')[0]);
}
