using Kubexit.NodeTermination;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent;

/// <summary>A node that pauses and does not end: most pods stay through it, some ask to be moved.</summary>
public sealed class FreezeTests
{
    private readonly AgentSimulation _simulation = new();

    private SimulatedNode Node => _simulation.Node;

    [Fact]
    public void Run_NoPodAsks_TheNodeIsLeftAlone()
    {
        Node.Add(new StandInPod("web", "shop"));
        _simulation.Run(async () =>
        {
            await FreezeAsync();
            await _simulation.PassAsync(60);
            Assert.False(_simulation.IsTainted);
        });
        Assert.Null(_simulation.Pod("web").TermAt);
        Assert.Contains(Node.Events, happened => happened.Reason == "NodeTerminationNotice");
        Assert.DoesNotContain(Node.Requests, request => request.Request.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_OnePodAsks_ItAloneIsMovedAndTheTaintGoesWithTheNotice(bool restarted)
    {
        var moving = Node.Add(Mover());
        Node.Add(new StandInPod("web", "shop"));
        _simulation.Run(async () =>
        {
            await FreezeAsync();
            await _simulation.UntilAsync(() => _simulation.IsTainted, 10);
            if (restarted)
            {
                await _simulation.StoppedAsync();
                _simulation.Start();
            }
            await _simulation.UntilAsync(() => moving.Truth.GoneAt is not null, 60);
            await _simulation.PassAsync(60);
            _simulation.Cloud.Say("scheduledevents");
            await _simulation.UntilAsync(() => !_simulation.IsTainted, 10);
        });
        Assert.True(moving.EndedGracefully);
        Assert.Equal(1, moving.Truth.Requests);
        Assert.Null(_simulation.Pod("web").TermAt);
        Assert.DoesNotContain(Node.Events, happened => happened.Reason == "ImpendingNodeTermination");
    }

    [Fact]
    public void Run_NodeEndsMeanwhile_TheDrainComesFirst()
    {
        Node.Add(Mover());
        Node.Add(new StandInPod("web", "shop"));
        _simulation.Run(async () =>
        {
            await FreezeAsync();
            await _simulation.PassAsync(5);
            _simulation.Preempt();
            await _simulation.PassAsync(30);
        });
        Assert.All(Node.All, pod => Assert.True(pod.EndedGracefully));
    }

    private static StandInPod Mover() => new("quorum", "data") { Grace = 10, Annotations = { ["kubexit/drain"] = "always" } };

    private async Task FreezeAsync()
    {
        await _simulation.PassAsync(60);
        _simulation.Cloud.Say("scheduledevents",
            new Announcement(NodeTerminationKind.AzureFreeze, "freeze-1", _simulation.Time.Now.AddMinutes(15)));
    }
}
