using System.Net;
using Kubexit.NodeAgent;
using Kubexit.NodeTermination;
using Kubexit.Tests.KubernetesApi;
using Microsoft.Extensions.Logging;

namespace Kubexit.Tests.NodeAgent;

/// <summary>What real nodes, API servers and roles did to the agent.</summary>
public sealed class RealNodeTests
{
    private readonly AgentSimulation _simulation = new();

    private SimulatedNode Node => _simulation.Node;

    [Fact]
    public void Run_SlowKubeletWithManyPods_NoPodIsGivenUp()
    {
        for (var i = 0; i < 25; i++) Node.Add(new StandInPod($"web-{i}", "shop") { Grace = 3, StopTime = TimeSpan.FromSeconds(60) });
        Node.Add(new StandInPod("dns", "kube-system") { Priority = 2_000_000_000 });
        _simulation.Run(async () =>
        {
            Announce(60);
            await _simulation.PassAsync(60);
        });
        Assert.Contains(_simulation.Log.Lines, line => line.Contains("drained: 26 pods ended, 0 left alone.", StringComparison.Ordinal));
        Assert.True(_simulation.Pod("dns").TermAt > Node.All.Where(pod => pod.Namespace == "shop").Max(pod => pod.Truth.EndedAt));
        Assert.Contains(Node.Events, happened => happened.Reason == "NodeDrained");
    }

    [Fact]
    public void Run_ApiServerDiesInTheMiddle_TheVerdictIsGivenAtTheEndAndNamesThePods()
    {
        Node.Add(new StandInPod("web", "shop") { Grace = 3, StopTime = TimeSpan.FromSeconds(2) });
        _simulation.Run(async () =>
        {
            Announce(60);
            await _simulation.UntilAsync(() => _simulation.Pod("web").TermAt is not null);
            Node.Fault = _ => SimulatedNode.Failure(null, null);
            Node.BreakWatches();
            await _simulation.PassAsync(50);
            Assert.DoesNotContain(_simulation.Log.Lines, line => line.Contains("Drained", StringComparison.Ordinal));
            await _simulation.PassAsync(10);
        });
        Assert.Contains(_simulation.Log.Lines,
            line => line.Contains("0 pods ended, 1 did not, 0 left alone. Still there: shop/web.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ReplicaSet")]
    [InlineData("StatefulSet")]
    [InlineData(null)]
    public void Run_ReplacementToleratesTheTaint_IsLeftAlsoByTheNextLife(string? controller)
    {
        var first = new StandInPod("web", "shop") { Controller = controller, Grace = 5 };
        Node.Add(first);
        var later = new StandInPod("web-2", "shop") { Controller = controller, IsNew = true, Grace = 5 };
        _simulation.Run(async () =>
        {
            _simulation.AnnounceMaintenance();
            await _simulation.UntilAsync(() => first.Truth.GoneAt is not null);
            await _simulation.PassAsync(7);
            Node.Add(later);
            await _simulation.PassAsync(60);
            await _simulation.StoppedAsync();
            _simulation.Start();
            await _simulation.PassAsync(60);
        });
        Assert.Null(later.TermAt);
        Assert.Equal(1, first.Truth.Requests);
    }

    [Theory]
    [InlineData("delete", "pods")]
    [InlineData("create", "pods")]
    [InlineData("list", "pods")]
    [InlineData("watch", "pods")]
    [InlineData("get", "nodes")]
    [InlineData("list", "nodes")]
    [InlineData("watch", "nodes")]
    [InlineData("patch", "nodes")]
    [InlineData("create", "events")]
    public void Run_OneRightIsMissing_IsSaidOnceAndEverythingElseIsDone(string verb, string resource)
    {
        Node.AnswersReviews = true;
        Node.Allows = request => request.Resource is not { } path || path.Resource != resource || request.Verb != verb;
        Node.Add(new StandInPod("web", "shop") { Grace = 5 });
        _simulation.Run(async () =>
        {
            await _simulation.PassAsync(10);
            Assert.Contains(_simulation.Log.Entries, entry => entry.Id.Id == 6209); // At start.
            Announce(30);
            await _simulation.PassAsync(30);
        });
        Assert.True(_simulation.Pod("web").EndedGracefully, string.Join('\n', _simulation.Log.Lines));
        Assert.Equal((verb, resource) != ("patch", "nodes"), _simulation.IsTainted);
        var said = _simulation.Log.Entries.Where(entry => entry.Id.Id == 6209).Select(entry => entry.Text).ToList();
        Assert.Equal(said.Distinct(), said);
        Assert.Contains(said, text => text.Contains($"verbs: [{verb}]", StringComparison.Ordinal));
        Assert.Contains($"{verb}\"}} 1", _simulation.Metrics.Write(), StringComparison.Ordinal);
        if (resource != "events") Assert.Contains(Node.Events, happened => happened.Reason == "MissingRight");
        Assert.True(Node.Requests.Count < 150, $"{Node.Requests.Count} requests");
    }

    [Fact]
    public void Run_StatusMayNotBeChanged_OnlyTheConditionIsMissing()
    {
        Node.Allows = request => request.Resource is not { Subresource: "status" };
        Node.Add(new StandInPod("web", "shop") { Grace = 5 });
        _simulation.Run(async () =>
        {
            Announce(30);
            await _simulation.PassAsync(30);
        });
        Assert.True(_simulation.Pod("web").EndedGracefully);
        Assert.True(_simulation.IsTainted);
        Assert.Contains("nodes/status", Assert.Single(_simulation.Log.Entries, entry => entry.Id.Id == 6209).Text,
            StringComparison.Ordinal);
        Assert.Contains("kubexit_node_missing_right{right=\"nodes/status: patch\"} 1", _simulation.Metrics.Write(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NeitherListNorWatch_TheNodeIsTaintedAndTheVerdictSaysThatNothingIsKnown()
    {
        Node.Allows = request => request.Resource is not { Resource: "pods" } || request.Verb is not ("list" or "watch");
        _simulation.Run(async () =>
        {
            Announce(30);
            await _simulation.PassAsync(30);
        });
        Assert.True(_simulation.IsTainted);
        Assert.Contains(Node.Events, happened =>
            happened.Reason == "NodeDrainIncomplete" && happened.Message.StartsWith("The pods are not known", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_EvictOnly_NothingIsDeleted()
    {
        _simulation.Options = _simulation.Options with { Drain = new DrainOptions { EvictOnly = true } };
        Node.Budgets["none"] = 0;
        Node.Add(new StandInPod("held", "shop") { Budget = "none", Grace = 5 });
        Node.Add(new StandInPod("web", "shop") { Grace = 30 });
        _simulation.Run(async () =>
        {
            Announce(30);
            await _simulation.PassAsync(30);
        });
        Assert.DoesNotContain(Node.Requests, request => request.Request.StartsWith("DELETE", StringComparison.Ordinal));
        Assert.True(_simulation.Pod("web").EndedGracefully);
        Assert.Null(_simulation.Pod("held").TermAt);
    }

    [Theory]
    [InlineData(60, 10)]
    [InlineData(20, 2)] // 20 s less 2 of margin, 15 of grace and a second: no more.
    public void Run_EvictionDelay_IsFittedIntoTheDeadline(int seconds, int expected)
    {
        _simulation.Options = _simulation.Options with
        {
            ExcludeFromLoadBalancers = true,
            Drain = new DrainOptions { EvictionDelay = TimeSpan.FromSeconds(10) }
        };
        Node.Add(new StandInPod("web", "shop") { Grace = 15 });
        _simulation.Run(async () =>
        {
            Announce(seconds);
            await _simulation.UntilAsync(() => _simulation.IsTainted);
            Assert.True(Node.Node["metadata"]!["labels"]?.AsObject().ContainsKey(NodePatch.ExcludeLabel));
            await _simulation.UntilAsync(() => _simulation.Pod("web").TermAt is not null);
            Assert.InRange(_simulation.Elapsed.TotalSeconds, expected - 0.2, expected + 0.3);
            _simulation.Cloud.Say("file");
            await _simulation.UntilAsync(() => !_simulation.IsTainted);
        });
        Assert.False(Node.Node["metadata"]!["labels"]?.AsObject().ContainsKey(NodePatch.ExcludeLabel) ?? false);
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(1000, false)]
    public void Run_WaitForVolumes_IsCompleteWhenTheyAreOff(int detachedAfter, bool complete)
    {
        _simulation.Options = _simulation.Options with { WaitForVolumes = true };
        Node.Attachments = () => _simulation.Elapsed.TotalSeconds < detachedAfter ? 2 : 0;
        _simulation.Run(async () =>
        {
            Announce(60);
            await _simulation.PassAsync(60);
        });
        var verdict = Node.Events.Single(happened => happened.Reason is "NodeDrained" or "NodeDrainIncomplete");
        Assert.Equal(complete ? "0 pods ended, 0 left alone." : "0 pods ended, 0 left alone. 2 volumes are still attached.",
            verdict.Message);
        Assert.Equal(complete ? "NodeDrained" : "NodeDrainIncomplete", verdict.Reason);
    }

    [Fact]
    public void Run_BudgetHoldsPodsForLong_IsAskedRarelyAndSaidOnceByName()
    {
        Node.Budgets["none"] = 0;
        for (var i = 0; i < 15; i++) Node.Add(new StandInPod($"held-{i}", "shop") { Budget = "none", Grace = 5 });
        _simulation.Run(async () =>
        {
            Announce(300);
            await _simulation.PassAsync(300);
        });
        Assert.InRange(Node.Requests.Count(request => request.Request.StartsWith("EVICT", StringComparison.Ordinal)), 15, 15 * 40);
        var blocked = Assert.Single(Node.Events, happened => happened.Reason == "DrainBlocked");
        Assert.Contains("shop/held-0 (budget none)", blocked.Message, StringComparison.Ordinal);
        Assert.Single(_simulation.Log.Entries, entry => entry.Id.Id == 6105 && entry.Level == LogLevel.Warning);
        Assert.All(Node.All, pod => Assert.NotNull(pod.TermAt)); // In time for its own grace, all the same.
    }

    [Fact]
    public void Run_ManyPodsAndASlowServer_TheVerdictIsNotBehindTheEventsOfPods()
    {
        var simulation = new AgentSimulation(node: (time, _) => new SimulatedNode(time) { Latency = TimeSpan.FromSeconds(1) });
        for (var i = 0; i < 40; i++) simulation.Node.Add(new StandInPod($"web-{i}", "shop") { Grace = 3 });
        simulation.Run(async () =>
        {
            simulation.Cloud.Say("file", new Announcement(NodeTerminationKind.Manual, "drill-1", simulation.Time.Now.AddSeconds(60)));
            await simulation.UntilAsync(() => simulation.Log.Lines.Any(line => line.Contains("drained:", StringComparison.Ordinal)), 60);
            await simulation.PassAsync(3);
        });
        Assert.Contains(simulation.Node.Events, happened => happened.Reason == "NodeDrained");
    }

    [Fact]
    public void Run_ConflictThatIsNotAboutTheUid_IsNoEnd()
    {
        Node.Add(new StandInPod("web", "shop") { Grace = 5 });
        var refused = 0;
        Node.Fault = request =>
            request.StartsWith("EVICT", StringComparison.Ordinal) && refused++ < 2
                ? SimulatedNode.Failure(HttpStatusCode.Conflict, "Conflict") : null;
        _simulation.Run(async () =>
        {
            Announce(30);
            await _simulation.PassAsync(30);
        });
        Assert.True(_simulation.Pod("web").EndedGracefully);
    }

    [Fact]
    public void Run_DrillWasKilled_ItsMarksAreTakenBackAndNothingIsDrained()
    {
        Node.Add(new StandInPod("web", "shop"));
        Node.Change("""
            {"metadata":{"annotations":{"kubexit/termination-kind":"gce-preemption","kubexit/termination-event":"drill@1",
             "kubexit/termination-key":"drill",
             "kubexit/termination-began":"2026-11-20T09:59:50Z","kubexit/termination-ends":"2026-11-20T10:00:20Z",
             "kubexit/termination-boot":"boot-1",
             "kubexit/termination-taint":"kubexit/node-termination=gce-preemption:NoSchedule"}},
             "spec":{"taints":[{"key":"kubexit/node-termination","value":"gce-preemption","effect":"NoSchedule"}]}}
            """);
        _simulation.Run(async () =>
        {
            await _simulation.PassAsync(60);
            Assert.True(_simulation.IsTainted); // It may still run.
            await _simulation.PassAsync(40);
        });
        Assert.False(_simulation.IsTainted);
        Assert.Null(_simulation.Pod("web").TermAt);
    }

    [Fact]
    public void Run_EndIn200Days_WaitsAndIsCancelledLikeAnyOther()
    {
        Node.Budgets["none"] = 0;
        Node.Add(new StandInPod("held", "shop") { Budget = "none" });
        _simulation.Run(async () =>
        {
            _simulation.Cloud.Say("far", new Announcement(NodeTerminationKind.Manual, "far-1", _simulation.Time.Now.AddDays(200)));
            await _simulation.PassAsync(3600);
            Assert.True(_simulation.IsTainted);
            _simulation.Cloud.Say("far");
            await _simulation.UntilAsync(() => !_simulation.IsTainted, 10);
        });
        Assert.DoesNotContain(_simulation.Log.Entries, entry => entry.Level >= LogLevel.Error);
        Assert.InRange(Node.Requests.Count, 1, 300);
    }

    [Theory]
    [InlineData(-300)]
    [InlineData(300)]
    public void Notice_SpotInterruptionByAnotherClock_EndsWithinTwoMinutes(int skew)
    {
        var time = new VirtualTime();
        var board = new NoticeBoard(new NoticeRules(), time);
        var announcement = new Announcement(NodeTerminationKind.AwsSpotInterruption, "spot-1", time.Now.AddSeconds(120 + skew));
        board.Report(new NoticeReading("spot", [announcement]));
        Assert.Equal(time.Now.AddSeconds(120), Assert.Single(board.Standing).EndsAt);
    }

    private void Announce(int seconds) =>
        _simulation.Cloud.Say("file", new Announcement(NodeTerminationKind.Manual, "drill-1", _simulation.Time.Now.AddSeconds(seconds)));
}
