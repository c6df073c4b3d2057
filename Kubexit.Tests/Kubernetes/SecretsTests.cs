using Kubexit.Kubernetes;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Kubernetes;

public sealed class SecretsTests
{
    [Fact]
    public async Task WatchAsync_EverythingGoesWrong_TokenIsInNoLogAtAnyLevelAndInNoReason()
    {
        const string Stale = "a.stale-and-secret.token";
        var pod = new StandInPod().With("server");
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Server.Faults =
            Fault.For("list", new Fault.Reset(), new Fault.Reply(200, "{}x"), new Fault.Refuse(StatusBody.InternalError()));
        var run = cluster.Watch(pod, ["server"]);
        await cluster.Server.UntilWatchedAsync();
        cluster.Server.Tell(WatchCommand.CutWithinLine);
        await run.UntilDelayedAsync("Cannot reach");
        cluster.Account.Rotate(Stale);
        await Eventually.TrueAsync(() => cluster.Server.OpenWatches > 0 || run.Ended.IsCompleted);
        cluster.Server.Tell(WatchCommand.End);
        Assert.Contains("401", await run.EndOfWaitAsync());

        cluster.Account.Rotate("malformed\nsecret.token");
        var malformed = cluster.WatchOnly(pod, ["server"]);
        await malformed.UntilDelayedAsync("the token is empty or malformed");

        var said = string.Join('\n', [cluster.Logger.Text, .. run.Changes.Concat(malformed.Changes).Select(change => change.ToString())]);
        Assert.Contains("sent to the Kubernetes API server", said);
        Assert.Contains(cluster.Server.Requests, request => request.Token == Stale);
        Assert.DoesNotContain(cluster.Server.Token, said);
        Assert.DoesNotContain(Stale, said);
        Assert.DoesNotContain("secret", said);
    }
}
