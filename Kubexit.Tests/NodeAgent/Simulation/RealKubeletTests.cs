using Kubexit.NodeAgent;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent;

/// <summary>What a real kubelet and API server do that surprises, and what the agent makes of it.</summary>
public sealed class RealKubeletTests
{
    private readonly AgentSimulation _simulation = new();

    private SimulatedNode Node => _simulation.Node;

    /// <summary>On the node the first grace runs to its end: another request changes nothing but the object.</summary>
    [Fact]
    public void Run_PodIsBeingDeletedWithALongGrace_IsNotAskedAgain()
    {
        var pod = Node.Add(new StandInPod("slow", "shop") { StopTime = TimeSpan.FromMinutes(9), Grace = 600 });
        Node.Delete(pod, grace: 600);
        Run(30);
        Assert.DoesNotContain(Node.Requests, request => request.Request.EndsWith("shop/slow"));
    }

    /// <summary>The one request decides when the process ends, so its grace must fit at once.</summary>
    [Fact]
    public void Run_GraceDoesNotFit_TheFirstRequestHasTheOneThatDoes()
    {
        var pod = Node.Add(new StandInPod("slow", "shop") { StopTime = TimeSpan.FromMinutes(9), Grace = 600 });
        Run(30);
        Assert.Equal(1, pod.Truth.Requests);
        Assert.InRange((pod.Truth.EndedAt!.Value - Node.Started).TotalSeconds, 20, 29);
    }

    /// <summary>The server holds back its answer for 10 s; but the pod that was meant is known to be gone.</summary>
    [Fact]
    public void Run_PodIsReplacedWhileItIsEvicted_TheAnswerIsNotWaitedFor()
    {
        var replaced = false;
        Node.Add(new StandInPod("db-0", "data", "old") { Controller = "StatefulSet", Grace = 5 });
        Node.Add(new StandInPod("dns", "kube-system", "dns"));
        Node.Step = (request, after) =>
        {
            if (replaced || after || request != "EVICT data/db-0") return;
            replaced = true;
            Node.Replace("data", "db-0", new StandInPod("db-0", "data", "new") { Controller = "StatefulSet", IsNew = true });
        };
        _simulation.Run(async () =>
        {
            _simulation.Preempt();
            await _simulation.UntilAsync(() => _simulation.Pod("dns").TermAt is not null, limit: 4);
        });
        Assert.True(replaced);
        Assert.Null(Node.All.Single(pod => pod.Uid == "new").TermAt);
    }

    /// <summary>A budget does not guard it, and an eviction of its successor under the same name would cost 10 s.</summary>
    [Theory]
    [InlineData("StatefulSet", "DELETE data/pending")]
    [InlineData("Job", "EVICT data/pending")]
    public void Run_PendingPod_IsDeletedIfItsNameReturnsAndEvictedOtherwise(string controller, string expected)
    {
        Node.Add(new StandInPod("pending", "data") { Controller = controller, Grace = 5, IsNew = true });
        Run(5);
        Assert.Contains(Node.Requests, request => request.Request == expected);
        Assert.Single(Node.Requests, request => request.Request.EndsWith("data/pending"));
    }

    private void Run(double seconds) => _simulation.Run(async () =>
    {
        _simulation.Preempt();
        await _simulation.PassAsync(seconds);
    });
}
