using Kubexit.NodeAgent;
using Kubexit.NodeTermination;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent;

/// <summary>What the kind of a notice, its times and an annotation of the node make of it.</summary>
public sealed class NoticePolicyTests
{
    [Fact]
    public void Run_FarOffEvent_BeginsItsLeadBeforeTheEnd()
    {
        var simulation = new AgentSimulation();
        simulation.Run(async () =>
        {
            simulation.Cloud.Say("events",
                new Announcement(NodeTerminationKind.AwsScheduledReboot, "instance-event-1", simulation.Node.Started.AddDays(14)));
            await simulation.PassAsync(TimeSpan.FromDays(14).TotalSeconds - 901);
            Assert.False(simulation.IsTainted);
            await simulation.PassAsync(2);
            Assert.True(simulation.IsTainted);
        });
    }

    [Fact]
    public void Run_AdviceOnly_IsToldAndTheNodeLeftAlone()
    {
        var simulation = new AgentSimulation();
        simulation.Run(async () =>
        {
            simulation.Cloud.Say("rebalance", new Announcement(NodeTerminationKind.AwsRebalanceRecommendation, "rebalance@1"));
            await simulation.PassAsync(3600);
        });
        Assert.False(simulation.IsTainted);
        Assert.Equal(["announced"], simulation.Webhook.Phases);
        Assert.Equal("NodeTerminationNotice", Assert.Single(simulation.Node.Events).Reason);
    }

    [Fact]
    public void Run_EarlierEndBecomesKnown_TheDrainIsFittedIntoIt()
    {
        var simulation = new AgentSimulation();
        simulation.Node.Budgets["blocked"] = 0;
        simulation.Node.Add(new StandInPod("web", "shop", "1") { Budget = "blocked", Grace = 30, StopTime = TimeSpan.FromSeconds(5) });
        simulation.Run(async () =>
        {
            simulation.AnnounceMaintenance();
            await simulation.PassAsync(60);
            Assert.Null(simulation.Pod("web").TermAt);
            simulation.Preempt();
            await simulation.PassAsync(30);
        });
        Assert.True(simulation.Pod("web").EndedGracefully);
    }

    [Theory]
    [InlineData("ignore", false)]
    [InlineData("taint", true)]
    public void Run_NodeAnnotation_LimitsWhatIsDone(string policy, bool tainted)
    {
        var simulation = new AgentSimulation();
        simulation.Node.Add(new StandInPod("web", "shop", "1"));
        simulation.Node.Change("""{"metadata":{"annotations":{"kubexit/node-termination":"POLICY"}}}""".Replace("POLICY", policy));
        simulation.Run(async () =>
        {
            simulation.Preempt();
            await simulation.PassAsync(30);
        });
        Assert.Equal(tainted, simulation.IsTainted);
        Assert.Null(simulation.Pod("web").TermAt);
    }
}
