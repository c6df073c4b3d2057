using Kubexit.Kubernetes;
using Kubexit.Tests.KubernetesApi;
using static Kubexit.Dependencies.ReadinessChange;

namespace Kubexit.Tests.Kubernetes;

public sealed class PodReadinessSourceTests
{
    [Fact]
    public async Task WatchAsync_AllReadyFromTheStart_EndsAfterOneList()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var run = cluster.Watch(new StandInPod().With("server").With("db").Ready("server").Ready("db"), ["server", "db"]);
        Assert.Equal([Ready("server"), Ready("db")], await run.DecisionsAsync());
        var request = Assert.Single(cluster.Server.Requests);
        Assert.Equal("/api/v1/namespaces/demo/pods", request.Path);
        Assert.Equal("metadata.name=job-x7k2p", request.Query["fieldSelector"]);
    }

    [Fact]
    public async Task WatchAsync_BecomesReady_IsToldThroughTheWatchThatFollowsTheList()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var pod = new StandInPod().With("server");
        var run = cluster.Watch(pod, ["server"]);
        await cluster.Server.UntilWatchedAsync();
        cluster.Put(pod.Running("server"));
        await run.UntilDelayedAsync("container 'server' is running but not ready");
        cluster.Put(pod.Ready("server"));
        Assert.Equal([Ready("server")], await run.DecisionsAsync());
        var (list, watch) = (cluster.Server.Requests[0], cluster.Server.Requests[1]);
        Assert.Equal(2, cluster.Server.Requests.Count);
        Assert.Equal("list", list.Verb);
        Assert.Equal("true", watch.Query["allowWatchBookmarks"]);
        Assert.Equal("metadata.name=job-x7k2p", watch.Query["fieldSelector"]);
        Assert.Equal("41001", watch.Query["resourceVersion"]);
        Assert.InRange(int.Parse(watch.Query["timeoutSeconds"]), 240, 300);
    }

    [Fact]
    public async Task WatchAsync_NoDependencies_SendsNothing()
    {
        await using var cluster = await DemoCluster.StartAsync();
        Assert.Empty(await cluster.Watch(new StandInPod(), []).DecisionsAsync());
        Assert.Empty(cluster.Server.Requests);
    }

    /// <summary>B20.</summary>
    [Fact]
    public async Task WatchAsync_ReadinessFlaps_EachIsLatchedWhenFirstReady()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var pod = new StandInPod().With("a").With("b").Ready("a");
        var run = cluster.Watch(pod, ["a", "b"]);
        await cluster.Server.UntilWatchedAsync();
        cluster.Put(pod.Running("a"));
        cluster.Put(pod.Ready("b"));
        Assert.Equal([Ready("a"), Ready("b")], await run.DecisionsAsync());
    }

    /// <summary>B17.</summary>
    [Fact]
    public async Task WatchAsync_NativeSidecar_IsReadFromInitContainerStatuses()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var pod = new StandInPod().WithSidecar("proxy").With("app");
        var run = cluster.Watch(pod, ["proxy"]);
        await cluster.Server.UntilWatchedAsync();
        cluster.Put(pod.Ready("proxy"));
        Assert.Equal([Ready("proxy")], await run.DecisionsAsync());
    }

    /// <summary>B16.</summary>
    [Fact]
    public async Task WatchAsync_ContainerNotInPod_IsImpossibleAtOnceAndNamesThoseThatAre()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var run = cluster.Watch(new StandInPod().With("server").With("client"), ["sever"]);
        var impossible = Assert.IsType<IsImpossible>(Assert.Single(await run.DecisionsAsync()));
        Assert.Equal("sever", impossible.Name);
        Assert.Contains("There is no container 'sever' in pod 'job-x7k2p', only 'server', 'client'.", impossible.Reason);
    }

    [Fact]
    public async Task WatchAsync_OptionalContainerNotInPod_IsAbsent()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var run = cluster.Watch(new StandInPod().With("server").Ready("server"), ["proxy?", "server"]);
        Assert.Equal([Absent("proxy"), Ready("server")], await run.DecisionsAsync());
    }

    /// <summary>B16.</summary>
    [Fact]
    public async Task WatchAsync_ContainerEndedForGood_IsImpossible()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var pod = new StandInPod { RestartPolicy = "Never" }.With("server").With("client");
        var run = cluster.Watch(pod, ["server"]);
        await cluster.Server.UntilWatchedAsync();
        cluster.Put(pod.Ended("server", 3));
        var impossible = Assert.IsType<IsImpossible>(Assert.Single(await run.DecisionsAsync()));
        Assert.Equal("Container 'server' has ended (exit code 3, Error) before it was ready, and will not be restarted.",
            impossible.Reason);
    }

    [Fact]
    public async Task WatchAsync_ContainerEndedButIsRestarted_WaitsOn()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var pod = new StandInPod { RestartPolicy = "OnFailure" }.With("server").Ended("server", 1);
        var run = cluster.Watch(pod, ["server"]);
        await run.UntilDelayedAsync("has ended (exit code 1, Error) and will be restarted");
        cluster.Put(pod.Waiting("server", "CrashLoopBackOff", "back-off 10s restarting failed container"));
        await run.UntilDelayedAsync("container 'server' is not running: CrashLoopBackOff (back-off 10s restarting failed container)");
        cluster.Put(pod.Ready("server"));
        Assert.Equal([Ready("server")], await run.DecisionsAsync());
    }

    /// <summary>B16.</summary>
    [Fact]
    public async Task WatchAsync_PodDeletedWhileWatching_EndsTheWait()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var pod = new StandInPod().With("server");
        var run = cluster.Watch(pod, ["server"]);
        await cluster.Server.UntilWatchedAsync();
        cluster.Server.Store.Delete(pod.Path);
        Assert.Equal("Pod 'job-x7k2p' was deleted.", await run.EndOfWaitAsync());
    }

    [Fact]
    public async Task WatchAsync_PodIsTerminating_EndsTheWait()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var pod = new StandInPod().With("server");
        pod.Metadata["deletionTimestamp"] = "2026-11-20T10:00:30Z";
        Assert.Equal("Pod 'job-x7k2p' is being deleted.", await cluster.Watch(pod, ["server"]).EndOfWaitAsync());
    }

    [Fact]
    public async Task WatchAsync_PodDoesNotExist_EndsTheWaitAndNamesTheVariables()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var reason = await cluster.WatchOnly(new StandInPod("typo"), ["server"]).EndOfWaitAsync();
        Assert.Contains("There is no pod 'typo' in namespace 'demo'. Set PodName and Namespace", reason);
    }

    [Fact]
    public async Task WatchAsync_PodFailed_EndsTheWaitWithItsMessage()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var pod = new StandInPod().With("server").Failed("Evicted", "The node was low on resource: memory.");
        Assert.Equal(
            "Pod 'job-x7k2p' has ended, its phase is Failed (Evicted: The node was low on resource: memory).",
            await cluster.Watch(pod, ["server"]).EndOfWaitAsync());
    }

    [Fact]
    public async Task WatchAsync_AnotherPodOfTheSameName_EndsTheWait()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var pod = new StandInPod().With("server");
        var run = cluster.Watch(pod, ["server"]);
        await cluster.Server.UntilWatchedAsync();
        cluster.Server.Faults = Fault.For("watch", new Fault.Refuse(StatusBody.Expired(1, 2)));
        cluster.Server.Tell(WatchCommand.End);
        pod.Metadata["uid"] = "another";
        cluster.Put(pod.Ready("server"));
        Assert.Contains("another pod has its name now", await run.EndOfWaitAsync());
    }

    [Fact]
    public async Task WatchAsync_Cancelled_ThrowsWithTheCallersToken()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var run = cluster.Watch(new StandInPod().With("server"), ["server"]);
        await cluster.Server.UntilWatchedAsync();
        run.Cancel();
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Ended);
        Assert.Equal(run.Token, cancelled.CancellationToken);
        await cluster.Server.UntilWatchedAsync(0);
    }

    [Fact]
    public async Task WatchAsync_PodObjectOfAMegabyte_IsReadAll()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var pod = new StandInPod().With("server").Padded(1024 * 1024);
        var run = cluster.Watch(pod, ["server"]);
        await cluster.Server.UntilWatchedAsync();
        cluster.Put(pod.Ready("server"));
        Assert.Equal([Ready("server")], await run.DecisionsAsync());
    }
}
