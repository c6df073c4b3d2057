using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Kubernetes;

/// <summary>
/// What the API server refuses for good ends the wait, and says what to do. A server that we refuse never sees the token.
/// </summary>
public sealed class PodReadinessRefusalTests
{
    private readonly StandInPod _pod = new StandInPod().With("server");

    [Fact]
    public async Task WatchAsync_UnauthorizedAgainWithTheTokenReadAnew_EndsTheWait()
    {
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Account.Rotate("an.expired.token");
        var reason = await cluster.Watch(_pod, ["server"]).EndOfWaitAsync();
        Assert.Contains("replied 401 (Unauthorized): Unauthorized. The token was read again and refused again.", reason);
        Assert.Equal(2, cluster.Server.Requests.Count);
    }

    /// <summary>B8.</summary>
    [Theory]
    [InlineData("list")]
    [InlineData("watch")]
    public async Task WatchAsync_Forbidden_EndsTheWaitAtOnceWithTheRoleToPaste(string verb)
    {
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Server.Allows = request => request.Verb != verb;
        var reason = await cluster.Watch(_pod, ["server"]).EndOfWaitAsync();
        Assert.Contains($"User \"system:serviceaccount:demo:default\" cannot {verb} resource \"pods\"", reason);
        Assert.Contains("kind: Role\n", reason);
        Assert.Contains("verbs: [get, list, watch]", reason);
        Assert.Contains("- kind: ServiceAccount\n  name: default\n  namespace: demo", reason);
    }

    [Fact]
    public async Task WatchAsync_NotFound_EndsTheWait()
    {
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Server.Faults = Fault.Always(new Fault.Refuse(StatusBody.NoSuchResource()));
        Assert.Contains("404 (NotFound): the server could not find the requested resource", await cluster.Watch(_pod, ["server"])
            .EndOfWaitAsync());
    }

    [Fact]
    public async Task WatchAsync_CertificateOfAnotherAuthority_IsNeverSentTheToken()
    {
        await using var cluster = await DemoCluster.StartAsync();
        using var other = new TestAuthority();
        cluster.Server.Certificate = other.IssueServer();
        var run = cluster.Watch(_pod.Ready("server"), ["server"]);
        await run.UntilDelayedAsync("The remote certificate is invalid");
        Assert.Empty(cluster.Server.Requests);
    }
}
