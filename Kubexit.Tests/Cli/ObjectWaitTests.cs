using Kubexit.Tests.Fakes;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Cli;

/// <summary>C13: <c>kubexit wait</c> for objects of a cluster.</summary>
public sealed class ObjectWaitTests : IAsyncLifetime
{
    private ClusterScene _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await ClusterScene.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task For_ObjectsOfSeveralKinds_EndsWhenAllHold()
    {
        _cluster.Put("job/migrate", ObjectStates.RunningJob);
        _cluster.Put("service/db", ObjectStates.EmptySlice);
        var wait = _cluster.Wait("--for", "job/migrate", "--for", "service/db", "--for", "deployment/cache?");
        await _cluster.Server.UntilWatchedAsync(3);
        _cluster.Put("service/db", ObjectStates.ReadySlice);
        _cluster.Put("job/migrate", ObjectStates.CompleteJob);
        await wait.ExitsWith(0);
    }

    [Fact]
    public async Task For_FailedJob_IsExitCode124WithTheReason()
    {
        _cluster.Put("job/migrate", ObjectStates.FailedJob);
        var wait = _cluster.Wait("--for", "job/migrate", "--timeout", "0");
        await wait.ExitsWith(124);
        Assert.Contains("BackoffLimitExceeded", wait.Errors.Text);
    }

    [Fact]
    public async Task For_WithoutARight_IsExitCode124WithTheRole()
    {
        _cluster.Server.Allows = _ => false;
        var wait = _cluster.Wait("--for", "job/migrate", "--timeout", "0");
        await wait.ExitsWith(124);
        Assert.Contains("resourceNames: [\"migrate\"]", wait.Errors.Text);
    }

    [Fact]
    public async Task PrintRole_WithoutACluster_IsYamlThatTheWaitCanDoWith()
    {
        string[] objects = ["--for", "job/migrate:succeeded", "--for", "service/db"];
        var print = _cluster.Graveyard.Start(
            [KubexitBinary.Path, "wait", .. objects, "--print-role"], ["KUBEXIT_NAMESPACE=demo", "KUBECONFIG=/none"]);
        await print.ExitsWith(0);
        var role = YamlJson.Parse(print.Output.Text)[0];
        var rules = role["rules"]!.AsArray().Select(rule => AccessRule.Of(rule!, (string?)role["metadata"]!["namespace"])).ToList();
        _cluster.Server.Allows = request => rules.Exists(rule => rule.Allows(request));
        _cluster.Put("job/migrate", ObjectStates.CompleteJob);
        _cluster.Put("service/db", ObjectStates.ReadySlice);
        var wait = _cluster.Wait(objects);
        await wait.ExitsWith(0);
    }

    [Fact]
    public async Task PrintRole_WithoutAnObject_IsExitCode2()
    {
        var print = _cluster.Wait("--for", "proxy", "--print-role");
        await print.ExitsWith(2);
        Assert.Contains("no condition needs rights", print.Errors.Text);
    }

    /// <summary>Where the API server tells of neighbours, their pod must be read; which pod that will be nobody knows yet.</summary>
    [Theory]
    [InlineData("proxy,job/migrate", "kubexit-dependencies jobs, kubexit-pod-reader pods")]
    [InlineData("proxy", "kubexit-pod-reader pods")]
    [InlineData("proxy:born,job/migrate", "kubexit-dependencies jobs")]
    public async Task PrintRole_BirthsFromTheApiServer_HoldsTheRuleForPods(string names, string expected)
    {
        var flags = names.Split(',').SelectMany(name => new[] { "--for", name });
        var print = _cluster.Graveyard.Start(
            [KubexitBinary.Path, "wait", .. flags, "--print-role"], ["KUBEXIT_BIRTH_SOURCE=kubernetes", "KUBECONFIG=/none"]);
        await print.ExitsWith(0);
        var roles = YamlJson.Parse(print.Output.Text).Where(document => (string?)document["kind"] == "Role");
        Assert.Equal(expected, string.Join(
            ", ", roles.Select(role => $"{role["metadata"]!["name"]} {role["rules"]![0]!["resources"]![0]}")));
    }

    /// <summary>The pod's containers and objects of the cluster: one wait, one client.</summary>
    [Fact]
    public async Task For_NeighboursAndObjects_AreAskedForByOneClient()
    {
        _cluster.Put("pod/app-x7k2p", ObjectStates.RunningPod);
        _cluster.Put("job/migrate", ObjectStates.RunningJob);
        string[] flags = ["--for", "a", "--for", "job/migrate", "--for", "service/db"];
        var wait = _cluster.Graveyard.Start(
            [KubexitBinary.Path, "wait", .. flags],
            [_cluster.Kubeconfig, "KUBEXIT_BIRTH_SOURCE=kubernetes", "KUBEXIT_POD_NAME=app-x7k2p", "KUBEXIT_NAMESPACE=demo"]);
        await _cluster.Server.UntilWatchedAsync(3);
        Assert.Equal(3, _cluster.Server.Connections); // A watch has one to itself; the list before it came by the same.
        _cluster.Put("pod/app-x7k2p", """
            {"spec":{"containers":[{"name":"a"}]},"status":{"phase":"Running","containerStatuses":[{"name":"a","ready":true}]}}
            """);
        _cluster.Put("service/db", ObjectStates.ReadySlice);
        await _cluster.Server.UntilWatchedAsync(1);
        _cluster.Put("job/migrate", ObjectStates.CompleteJob);
        await wait.ExitsWith(0);
        Assert.Equal(6, _cluster.Server.Requests.Count);
    }
}
