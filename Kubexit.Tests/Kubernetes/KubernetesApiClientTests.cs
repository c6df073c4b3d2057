using System.Net;
using System.Text.Json.Nodes;
using Kubexit.Kubernetes;
using Kubexit.NodeAgent;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Kubernetes;

public sealed class KubernetesApiClientTests
{
    private static readonly ResourcePath NodePath = new("api/v1", null, "nodes", "node-1", null);

    [Fact]
    public async Task GetAsync_PodsOfANode_AreThoseOfAllNamespaces()
    {
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Put(new StandInPod("a", "one").With("c"));
        cluster.Put(new StandInPod("b", "two").With("c"));
        var pods = await cluster.Client().GetAsync(
            AgentPath.AllPods.With("fieldSelector", "spec.nodeName=node-1"), KubernetesJson.Default.PodList, default);
        Assert.Equal(["a", "b"], pods.Items!.Select(pod => pod.Metadata!.Name).Order());
        var other = await cluster.Client().GetAsync(
            AgentPath.AllPods.With("fieldSelector", "spec.nodeName=node-2"), KubernetesJson.Default.PodList, default);
        Assert.Empty(other.Items!);
    }

    [Fact]
    public async Task SendAsync_MergePatchOfANode_ChangesAndRemoves()
    {
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Server.Store.Put(NodePath, new() { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["old"] = "x" } } });
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["old"] = null, ["new"] = "y" } },
            ["spec"] = new JsonObject { ["unschedulable"] = true },
        };
        var node = await cluster.Client().SendAsync(
            HttpMethod.Patch, AgentPath.Node("node-1"), JsonBody.MergePatch(patch), AgentJson.Default.Node, default);
        Assert.True(node.Spec!.Unschedulable);
        Assert.Equal("y", Assert.Single(node.Metadata!.Annotations!).Value);
        Assert.Equal("application/merge-patch+json", cluster.Server.Requests[^1].ContentType);
    }

    [Fact]
    public async Task SendAsync_PatchWithAnOldVersion_IsAConflict()
    {
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Server.Store.Put(NodePath, []);
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = "1" } };
        var error = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            cluster.Client().SendAsync(HttpMethod.Patch, AgentPath.Node("node-1"), JsonBody.MergePatch(patch), default));
        Assert.Equal(HttpStatusCode.Conflict, error.StatusCode);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task SendAsync_DeleteWithAnotherUid_IsAConflictAndWithTheRightOneDeletes()
    {
        var pod = new StandInPod().With("c");
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Put(pod);
        var uid = (string)cluster.Server.Store.Get(pod.Path)!["metadata"]!["uid"]!;
        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => DeleteAsync("not-this-one"));
        Assert.Equal(HttpStatusCode.Conflict, error.StatusCode);
        await DeleteAsync(uid);
        Assert.Equal("5", cluster.Server.Store.Find(pod.Path)!.Text("metadata.deletionGracePeriodSeconds"));
        Assert.Equal(5, (int)cluster.Server.Requests[^1].Body!["gracePeriodSeconds"]!);

        Task DeleteAsync(string uid) => cluster.Client().SendAsync(
            HttpMethod.Delete,
            AgentPath.Pod("demo", pod.Path.Name!),
            JsonBody.Of(new DeleteOptions { GracePeriodSeconds = 5, Preconditions = new() { Uid = uid } }, AgentJson.Default.DeleteOptions),
            default);
    }

    [Fact]
    public async Task SendAsync_EvictionRefusedByABudget_TellsTheCauseAndWhenToTryAgain()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var refusal = StatusBody.OverBudget("The disruption budget b is still being processed by the server.", retryAfterSeconds: 10);
        cluster.Server.Faults = Fault.For("create", new Fault.Refuse(refusal, "10"));
        var eviction = new Eviction { Metadata = new() { Name = "a", Namespace = "demo" } };
        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.Client().SendAsync(
            HttpMethod.Post, AgentPath.Eviction("demo", "a"), JsonBody.Of(eviction, AgentJson.Default.Eviction), default));
        Assert.Equal(["DisruptionBudget"], error.Causes);
        Assert.Equal(TimeSpan.FromSeconds(10), error.RetryAfter);
        Assert.Equal("TooManyRequests", error.StatusReason);
        Assert.True(error.IsTransient);
        var sent = cluster.Server.Requests[^1].Body!;
        Assert.Equal("policy/v1", (string?)sent["apiVersion"]);
        Assert.Equal("a", (string?)sent["metadata"]!["name"]);
        Assert.NotNull(sent["deleteOptions"]);
    }

    [Fact]
    public async Task SendAsync_ManyRequests_ShareOneConnection()
    {
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Server.Store.Put(NodePath, []);
        var client = cluster.Client();
        for (var turn = 0; turn < 20; turn++)
        {
            await client.SendAsync(HttpMethod.Patch, AgentPath.Node("node-1"), JsonBody.MergePatch(new JsonObject()), default);
            await Assert.ThrowsAsync<KubernetesApiException>(
                () => client.GetAsync(AgentPath.Node("none"), AgentJson.Default.Node, default));
        }

        Assert.Equal(1, cluster.Server.Connections);
    }

    [Fact]
    public async Task GetAsync_NamesWithReservedCharacters_StayInTheirSegment()
    {
        await using var cluster = await DemoCluster.StartAsync();
        await Assert.ThrowsAsync<KubernetesApiException>(
            () => cluster.Client().GetAsync(AgentPath.Pod("../kube-system", "a?b"), KubernetesJson.Default.Pod, default));
        Assert.Equal("/api/v1/namespaces/..%2Fkube-system/pods/a?b", cluster.Server.Requests[^1].Path);
    }

    [Fact]
    public async Task GetAsync_ClientOfTheApplication_IsUsedAndNotDisposed()
    {
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Server.Store.Put(NodePath, []);
        using var http = ClusterHttpClient.Create(cluster.Account.Load());
        new KubernetesApiClient(http).Dispose();
        Assert.Equal("node-1", (await new KubernetesApiClient(http).GetAsync(AgentPath.Node("node-1"), AgentJson.Default.Node, default))
            .Metadata!.Name);
    }

    [Fact]
    public void Constructor_ClientWithoutAnAddress_Throws() =>
        Assert.Throws<ArgumentException>(() => new KubernetesApiClient(new HttpClient()));

    [Fact]
    public async Task GetAsync_RetryAfterAsADate_IsThatLong()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var at = DateTimeOffset.UtcNow.AddMinutes(10).ToString("R");
        cluster.Server.Faults = Fault.Always(new Fault.Refuse(StatusBody.ServiceUnavailable(), at));
        var error = await Assert.ThrowsAsync<KubernetesApiException>(
            () => cluster.Client().GetAsync("api/v1/nodes", KubernetesJson.Default.AnyObject, default));
        Assert.InRange(error.RetryAfter!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }
}
