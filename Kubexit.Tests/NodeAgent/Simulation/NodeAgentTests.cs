using System.Net;
using Kubexit.Kubernetes;
using Kubexit.NodeAgent;
using Kubexit.NodeTermination;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent;

public sealed class NodeAgentTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    public void Run_BusyNodePreempted_SavesWhatCanBeSavedInThirtySeconds(int requestsPerSecond)
    {
        var simulation = new AgentSimulation(requestsPerSecond, BusyNode.Create);
        simulation.Run(async () =>
        {
            simulation.Preempt();
            await simulation.PassAsync(30);
        });
        BusyNodeOutcome.AssertSaved(simulation.Node);
        Assert.All(simulation.Node.Requests.Where(request => request.Request.StartsWith("DELETE")),
            request => Assert.True(request.At < TimeSpan.FromSeconds(28)));
    }

    [Fact]
    public void Run_Notice_IsATaintOneRequestLater()
    {
        var simulation = new AgentSimulation();
        simulation.Run(async () =>
        {
            await simulation.PassAsync(5);
            var before = simulation.Node.Requests.Count;
            simulation.Preempt();
            await simulation.UntilAsync(() => simulation.IsTainted);
            Assert.Equal("PATCH node", simulation.Node.Requests[before].Request);
            Assert.True(simulation.Elapsed < TimeSpan.FromSeconds(5.06));
        });
    }

    public static TheoryData<int, bool> KillPoints()
    {
        var points = new TheoryData<int, bool>();
        for (var request = 0; request < 130; request++)
        {
            points.Add(request, false);
            points.Add(request, true);
        }
        return points;
    }

    [Theory]
    [MemberData(nameof(KillPoints))]
    public void Run_KilledAtAnyRequestAndStartedAgain_EndsTheSameWay(int at, bool afterItsEffect)
    {
        var simulation = new AgentSimulation(200, BusyNode.Create);
        var (killed, written) = (false, false);
        simulation.Node.Step = (request, after) =>
        {
            written |= !killed && request == "PATCH node" && after;
            if (killed || simulation.Node.Requests.Count <= at || after != afterItsEffect) return;
            killed = true;
            simulation.Kill();
            if (!after) throw new OperationCanceledException();
        };
        simulation.Run(async () =>
        {
            simulation.Preempt();
            await simulation.UntilAsync(() => killed);
            await simulation.StoppedAsync();
            await simulation.PassAsync(1);
            simulation.Start();
            await simulation.PassAsync(30 - simulation.Elapsed.TotalSeconds);
        });
        BusyNodeOutcome.AssertSaved(simulation.Node, lives: 2);
        // Before the first write there is nothing to resume: the second life counts from when it reads the notice.
        Assert.Equal(simulation.Node.Started.AddSeconds(30), NodeMarks.Of(simulation.Node.Read())!.EndsAt,
            TimeSpan.FromSeconds(written ? 0.001 : 1.1));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public void Run_ApiServerAwayForTheFirstTenSeconds_KeepsTheOrderAndSavesWhatCanBe(int? status)
    {
        var simulation = new AgentSimulation(200, BusyNode.Create);
        simulation.Node.Fault = _ =>
            simulation.Elapsed < TimeSpan.FromSeconds(10) ? SimulatedNode.Failure((HttpStatusCode?)status, null) : null;
        simulation.Run(async () =>
        {
            simulation.Preempt();
            await simulation.PassAsync(30);
        });
        Assert.True(simulation.Node.Requests.Count(request => request.At < TimeSpan.FromSeconds(10)) < 60,
            "the agent hammers a server that is away");
        // 10 s away, up to 1 s until it is noticed that it is back, 1.5 s for 90 requests, 10 s of reserve, 2 s of margin.
        BusyNodeOutcome.AssertSaved(simulation.Node, longestStop: 5);
    }

    [Fact]
    public void Run_EveryRequestFailsThreeTimes_StillSavesEverythingInOrder()
    {
        var simulation = new AgentSimulation(200, BusyNode.Create);
        var seen = new Dictionary<string, int>();
        simulation.Node.Fault = request =>
            (seen[request] = seen.GetValueOrDefault(request) + 1) <= 3
                ? SimulatedNode.Failure(HttpStatusCode.InternalServerError, "InternalError") : null;
        simulation.Run(async () =>
        {
            simulation.Preempt();
            await simulation.PassAsync(30);
        });
        // At 50 requests a second the 360 that are needed now take 7 s, and 3 s are gone before them: those who need 7 s and more are asked
        // too late for all of it.
        BusyNodeOutcome.AssertSaved(simulation.Node, longestStop: 6);
    }

    [Fact]
    public void Run_WatchesBreakEverySecond_TheEndsAreStillSeen()
    {
        var simulation = new AgentSimulation(200, BusyNode.Create);
        simulation.Run(async () =>
        {
            simulation.Preempt();
            for (var i = 0; i < 30; i++)
            {
                await simulation.PassAsync(1);
                simulation.Node.BreakWatches();
            }
        });
        BusyNodeOutcome.AssertSaved(simulation.Node);
    }

    [Fact]
    public void Run_NodeMayNotBeChanged_ThePodsAreSavedAllTheSame()
    {
        var simulation = new AgentSimulation(200, BusyNode.Create);
        simulation.Node.Fault = request => request == "PATCH node" ? SimulatedNode.Failure(HttpStatusCode.Forbidden, "Forbidden") : null;
        simulation.Run(async () =>
        {
            simulation.Preempt();
            await simulation.PassAsync(30);
        });
        BusyNodeOutcome.AssertSaved(simulation.Node);
    }

    [Fact]
    public void Run_NoticeCancelled_StopsTheDrainAndTakesBackOnlyItsOwn()
    {
        var simulation = new AgentSimulation { Options = new AgentOptions { NodeName = "node-1", BootId = "boot-1", Cordon = true } };
        simulation.Node.Budgets["blocked"] = 0;
        simulation.Node.Add(new StandInPod("web", "shop", "1") { Budget = "blocked" });
        simulation.Node.Change("""
            {"metadata":{"annotations":{"theirs":"x"}},"spec":{"taints":[{"key":"theirs","effect":"NoSchedule"}]}}
            """);
        simulation.Run(async () =>
        {
            simulation.AnnounceMaintenance();
            await simulation.UntilAsync(() => simulation.IsTainted);
            Assert.True((bool)simulation.Node.Node["spec"]!["unschedulable"]!);
            await simulation.PassAsync(60);
            simulation.Cloud.Say(AgentSimulation.Maintenance);
            await simulation.UntilAsync(() => !simulation.IsTainted);
            await simulation.PassAsync(7200);
        });
        Assert.Null(simulation.Pod("web").TermAt);
        Assert.False((bool)simulation.Node.Node["spec"]!["unschedulable"]!);
        Assert.Equal("theirs", (string?)Assert.Single(simulation.Node.Node["spec"]!["taints"]!.AsArray())!["key"]);
        Assert.Equal("""{"theirs":"x"}""", simulation.Node.Node["metadata"]!["annotations"]!.ToJsonString());
        Assert.Equal(["before", "cancelled"], simulation.Webhook.Phases);
    }

    [Fact]
    public void Run_NewBoot_TakesTheMarksBack()
    {
        var simulation = new AgentSimulation();
        simulation.Run(async () =>
        {
            simulation.AnnounceMaintenance();
            await simulation.UntilAsync(() => simulation.IsTainted);
            await simulation.StoppedAsync();
            simulation.Cloud.Say(AgentSimulation.Maintenance);
            simulation.Options = simulation.Options with { BootId = "boot-2" };
            simulation.Start();
            await simulation.UntilAsync(() => !simulation.IsTainted);
        });
        Assert.Contains(simulation.Node.Events, happened => happened.Reason == "NoImpendingNodeTermination");
    }

    [Fact]
    public void Run_RebootEventStillAnnouncedAfterTheReboot_IsNotActedUponAgain()
    {
        var simulation = new AgentSimulation();
        var reboot = new Announcement(NodeTerminationKind.AwsScheduledReboot, "instance-event-1", simulation.Node.Started.AddSeconds(60));
        simulation.Run(async () =>
        {
            simulation.Cloud.Say("events", reboot);
            await simulation.UntilAsync(() => simulation.IsTainted);
            for (var life = 0; life < 2; life++)
            {
                await simulation.StoppedAsync();
                simulation.Options = simulation.Options with { BootId = "boot-2" };
                simulation.Start();
                await simulation.UntilAsync(() => !simulation.IsTainted);
                await simulation.PassAsync(60);
                Assert.False(simulation.IsTainted);
            }
        });
    }

    [Fact]
    public void Run_Acknowledge_OnlyAfterTheDrainIsComplete()
    {
        var simulation = new AgentSimulation();
        simulation.Options = simulation.Options with { Acknowledge = true };
        simulation.Node.Add(new StandInPod("web", "shop", "1") { StopTime = TimeSpan.FromSeconds(3) });
        simulation.Run(async () =>
        {
            simulation.Cloud.Say("scheduledevents",
                new Announcement(NodeTerminationKind.AzureTermination, "A1", simulation.Node.Started.AddMinutes(5)));
            await simulation.PassAsync(2);
            Assert.Empty(simulation.Cloud.Acknowledged);
            await simulation.UntilAsync(() => simulation.Cloud.Acknowledged.Count > 0, 10);
        });
        Assert.Equal(["A1"], simulation.Cloud.Acknowledged);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Run_RegularVmDrainedBeforeMaintenance_RebootsOnlyIfToldTo(bool reboot, int expected)
    {
        var simulation = new AgentSimulation();
        simulation.Options = simulation.Options with { Reboot = reboot };
        simulation.Run(async () =>
        {
            simulation.AnnounceMaintenance();
            await simulation.PassAsync(10);
        });
        Assert.Equal(expected, simulation.Reboots);
    }
}
