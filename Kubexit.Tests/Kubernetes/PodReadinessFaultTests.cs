using Kubexit.Kubernetes;
using Kubexit.Tests.Fakes;
using Kubexit.Tests.KubernetesApi;
using static Kubexit.Dependencies.ReadinessChange;

namespace Kubexit.Tests.Kubernetes;

/// <summary>B19, one test for each failure, and B8.</summary>
public sealed class PodReadinessFaultTests
{
    private readonly StandInPod _pod = new StandInPod().With("server");

    [Fact]
    public async Task WatchAsync_WatchEnds_ResumesWhereItEndedWithoutAList()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var run = cluster.Watch(_pod, ["server"]);
        await cluster.Server.UntilWatchedAsync();
        cluster.Put(_pod.Running("server"));
        await run.UntilDelayedAsync("running but not ready");
        await EndWatchesAsync(cluster, WatchCommand.End);
        await AssertStillHearsAsync(cluster, run);
        Assert.Equal(["list", "watch", "watch"], cluster.Server.Requests.Select(request => request.Verb));
        Assert.Equal("41002", cluster.Server.Requests[2].Query["resourceVersion"]);
    }

    [Fact]
    public async Task WatchAsync_Bookmark_MovesTheVersionOn()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var run = cluster.Watch(_pod, ["server"]);
        await cluster.Server.UntilWatchedAsync();
        cluster.Server.Store.Compact(); // Other objects have moved on; ours is at 41001 still.
        cluster.Server.Tell(WatchCommand.Bookmark);
        await EndWatchesAsync(cluster, WatchCommand.End);
        await AssertStillHearsAsync(cluster, run);
        Assert.Equal("41002", cluster.Server.Requests[2].Query["resourceVersion"]);
        Assert.DoesNotContain(cluster.Server.Requests.Skip(1), request => request.Verb == "list");
    }

    [Theory]
    [InlineData(WatchCommand.Cut)]
    [InlineData(WatchCommand.CutWithinLine)]
    public async Task WatchAsync_ConnectionCut_IsDelayedAndResumes(object command)
    {
        await using var cluster = await DemoCluster.StartAsync();
        var run = cluster.Watch(_pod, ["server"]);
        await cluster.Server.UntilWatchedAsync();
        await EndWatchesAsync(cluster, (WatchCommand)command);
        await run.UntilDelayedAsync("Cannot reach the Kubernetes API server");
        await AssertStillHearsAsync(cluster, run);
    }

    [Fact]
    public async Task WatchAsync_GoneAsErrorEvent_ListsAnew()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var run = cluster.Watch(_pod, ["server"]);
        await cluster.Server.UntilWatchedAsync();
        await EndWatchesAsync(cluster, WatchCommand.Expire);
        await AssertStillHearsAsync(cluster, run);
        Assert.Equal(["list", "watch", "list", "watch"], cluster.Server.Requests.Select(request => request.Verb));
    }

    [Fact]
    public async Task WatchAsync_GoneAsStatusCode_ListsAnew()
    {
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Server.Faults = Fault.For("watch", new Fault.Refuse(StatusBody.Expired(41001, 52000)));
        var run = cluster.Watch(_pod, ["server"]);
        await run.UntilDelayedAsync("too old resource version: 41001 (52000)");
        await AssertStillHearsAsync(cluster, run);
    }

    [Fact]
    public async Task WatchAsync_HistoryCompactedDuringACut_ChangeIsFoundByTheNewList()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var run = cluster.Watch(_pod, ["server"]);
        await cluster.Server.UntilWatchedAsync();
        await cluster.Server.StopAsync();
        cluster.Put(_pod.Ready("server"));
        cluster.Server.Store.Compact();
        await cluster.Server.StartAgainAsync();
        Assert.Equal([Ready("server")], await run.DecisionsAsync());
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task WatchAsync_PassingRefusal_IsDelayedWithItsCauseAndTriedAgain(int code)
    {
        var (fault, words) = code switch
        {
            429 => (Fault.Throttled, "replied 429 (TooManyRequests): Too many requests, please try again later."),
            500 => (new Fault.Refuse(StatusBody.InternalError()),
                "replied 500 (InternalError): Internal error occurred: etcdserver: leader changed"),
            _ => (new Fault.Refuse(StatusBody.ServiceUnavailable()),
                "replied 503 (ServiceUnavailable): the server is currently unable to handle the request"),
        };
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Server.Faults = Fault.For("list", fault);
        var run = cluster.Watch(_pod.Ready("server"), ["server"]);
        Assert.Equal([Ready("server")], await run.DecisionsAsync());
        var delay = Assert.IsType<IsDelayed>(run.Changes[0]);
        Assert.Contains(words, delay.Reason);
    }

    [Fact]
    public async Task WatchAsync_RetryAfter_IsHonouredToTheSecond()
    {
        var time = new ManualTimeProvider();
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Server.Faults = Fault.For("list", new Fault.Reply(429, "Too many requests, please try again later.\n", RetryAfter: "7"));
        var run = cluster.Watch(_pod.Ready("server"), ["server"], time);
        await WaitForPauseAsync(cluster, time, pauses: 1);
        time.Advance(TimeSpan.FromSeconds(7) - TimeSpan.FromTicks(1));
        Assert.Equal(1, time.ArmedTimers);
        Assert.Single(cluster.Server.Requests);
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal([Ready("server")], await run.DecisionsAsync());
        Assert.Contains("Too many requests, please try again later.", Assert.IsType<IsDelayed>(run.Changes[0]).Reason);
    }

    /// <summary>Headers are read up to 64 KiB, the body of a refusal too, and little of it is told.</summary>
    [Theory]
    [InlineData(0, 1024 * 1024)]
    [InlineData(70_000, 0)]
    public async Task WatchAsync_ReplyIsTooLong_IsDelayedInAFewWordsAndTriedAgain(int headers, int body)
    {
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Server.Faults =
            Fault.For("list", new Fault.Reply(503, new string('x', body), headers == 0 ? null : new string('7', headers)));
        var run = cluster.Watch(_pod.Ready("server"), ["server"]);
        Assert.Equal([Ready("server")], await run.DecisionsAsync());
        var delay = Assert.IsType<IsDelayed>(run.Changes[0]);
        Assert.Contains(headers == 0 ? "replied 503" : "Cannot reach the Kubernetes API server", delay.Reason);
        Assert.InRange(delay.Reason.Length, 1, 600);
    }

    [Fact]
    public async Task WatchAsync_HeadersNeverCome_GivesUpAfterTheRequestTimeoutAndTriesAgain()
    {
        var time = new ManualTimeProvider();
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Server.Faults = Fault.For("list", new Fault.Hang());
        var run = cluster.Watch(_pod.Ready("server"), ["server"], time);
        await Eventually.TrueAsync(() => cluster.Server.Requests.Count == 1);
        time.Advance(TimeSpan.FromSeconds(15));
        await run.UntilDelayedAsync("no answer in time");
        Assert.Equal([Ready("server")], await run.DecisionsAsync());
    }

    [Fact]
    public async Task WatchAsync_ServerIgnoresTheAgreedEnd_GivesUpTheWatchAndResumes()
    {
        var time = new ManualTimeProvider();
        await using var cluster = await DemoCluster.StartAsync();
        var run = cluster.Watch(_pod, ["server"], time);
        await cluster.Server.UntilWatchedAsync();
        await time.WaitForTimersAsync(1);
        time.Advance(TimeSpan.FromSeconds(320));
        await run.UntilDelayedAsync("no answer in time");
        await Eventually.TrueAsync(() => cluster.Server.Requests.Count(request => request.Verb == "watch") == 2);
        await AssertStillHearsAsync(cluster, run);
    }

    [Fact]
    public async Task WatchAsync_ResetBeforeTheReply_IsTriedAgain()
    {
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Server.Faults = Fault.For("list", new Fault.Reset(), new Fault.Reset());
        var run = cluster.Watch(_pod.Ready("server"), ["server"]);
        Assert.Equal([Ready("server")], await run.DecisionsAsync());
    }

    [Fact]
    public async Task WatchAsync_ReplyIsNotKubernetes_IsDelayedAndTriedAgain()
    {
        await using var cluster = await DemoCluster.StartAsync();
        cluster.Server.Faults = Fault.For("list", new Fault.Reply(200, "<html>captive portal</html>"),
            new Fault.Reply(502, "<html>Bad Gateway</html>"));
        var run = cluster.Watch(_pod.Ready("server"), ["server"]);
        Assert.Equal([Ready("server")], await run.DecisionsAsync());
        Assert.Contains("not what Kubernetes sends", Assert.IsType<IsDelayed>(run.Changes[0]).Reason);
        Assert.Contains("502 (BadGateway): <html>Bad Gateway</html>", Assert.IsType<IsDelayed>(run.Changes[1]).Reason);
    }

    [Fact]
    public async Task WatchAsync_CertificateExpired_IsDelayedWithTheReasonUntilItIsRenewed()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var good = cluster.Server.Certificate;
        cluster.Server.Certificate = cluster.Server.Authority.IssueServer(expired: true);
        var run = cluster.Watch(_pod.Ready("server"), ["server"]);
        await run.UntilDelayedAsync("NotTimeValid");
        Assert.Empty(cluster.Server.Requests);
        cluster.Server.Certificate = good;
        Assert.Equal([Ready("server")], await run.DecisionsAsync());
    }

    [Fact]
    public async Task WatchAsync_TokenRotated_TheNewOneIsUsed()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var run = cluster.Watch(_pod, ["server"]);
        await cluster.Server.UntilWatchedAsync();
        cluster.Account.Rotate(cluster.Server.Token = "the.second.token");
        await EndWatchesAsync(cluster, WatchCommand.End);
        await AssertStillHearsAsync(cluster, run);
        Assert.Equal("the.second.token", cluster.Server.Requests[^1].Token);
    }

    [Fact]
    public async Task WatchAsync_UnauthorizedThenTokenReplaced_GoesOn()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var valid = cluster.Server.Token;
        cluster.Account.Rotate("an.expired.token");
        var time = new ManualTimeProvider();
        var run = cluster.Watch(_pod.Ready("server"), ["server"], time);
        await WaitForPauseAsync(cluster, time, pauses: 1);
        cluster.Account.Rotate(valid);
        time.Advance(Backoff.Longest);
        Assert.Equal([Ready("server")], await run.DecisionsAsync());
    }

    /// <summary>A watch from a version that the server has never had is accepted, and silent.</summary>
    [Fact]
    public async Task WatchAsync_ServerRestoredFromABackup_IsAskedAnewAfterALongSilence()
    {
        var time = new ManualTimeProvider();
        await using var cluster = await DemoCluster.StartAsync();
        var run = cluster.Watch(_pod, ["server"], time);
        await cluster.Server.UntilWatchedAsync();
        cluster.Server.Store.StartAt(30_000, 20_000);
        cluster.Put(_pod.Ready("server"));
        time.Advance(TimeSpan.FromSeconds(200));
        cluster.Server.Tell(WatchCommand.End);
        Assert.Equal([Ready("server")], await run.DecisionsAsync());
        Assert.Equal(["list", "watch", "list"], cluster.Server.Requests.Select(request => request.Verb));
    }

    [Fact]
    public async Task WatchAsync_ServerAwayForLongerThanAnyPause_IsFoundAgain()
    {
        var time = new ManualTimeProvider();
        await using var cluster = await DemoCluster.StartAsync();
        await cluster.Server.StopAsync();
        var run = cluster.Watch(_pod, ["server"], time);
        var before = time.GetUtcNow();
        for (var pause = 1; time.GetUtcNow() - before < Backoff.Longest * 4; pause++)
        {
            await WaitForPauseAsync(cluster, time, pause);
            time.Advance(Backoff.Longest);
        }

        await run.UntilDelayedAsync("Connection refused");
        await cluster.Server.StartAgainAsync();
        for (var pause = 5; cluster.Server.OpenWatches == 0; pause++)
        {
            await Eventually.TrueAsync(() => cluster.Server.OpenWatches > 0 || Pauses(cluster) >= pause);
            if (cluster.Server.OpenWatches == 0) time.Advance(Backoff.Longest);
        }

        await AssertStillHearsAsync(cluster, run);
    }

    private static async Task EndWatchesAsync(DemoCluster cluster, WatchCommand command)
    {
        var watches = cluster.Server.Requests.Count(request => request.Verb == "watch");
        cluster.Server.Tell(command);
        await Eventually.TrueAsync(() => cluster.Server.Requests.Count(request => request.Verb == "watch") > watches);
    }

    private static int Pauses(DemoCluster cluster) => cluster.Logger.Entries.Count(entry => entry.Id.Id == 3003);

    private static async Task WaitForPauseAsync(DemoCluster cluster, ManualTimeProvider time, int pauses)
    {
        await Eventually.TrueAsync(() => Pauses(cluster) == pauses);
        await time.WaitForTimersAsync(1);
    }

    private async Task AssertStillHearsAsync(DemoCluster cluster, ReadinessRun run)
    {
        cluster.Put(_pod.Ready("server"));
        Assert.Equal([Ready("server")], await run.DecisionsAsync());
    }
}
