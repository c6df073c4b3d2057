using System.Net;
using Kubexit.NodeAgent;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging.Abstractions;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent;

public sealed class NodeDrainTests
{
    private readonly VirtualTime _time = new();

    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    public void Run_BusyNodeAndThirtySeconds_SavesWhatCanBeSaved(int requestsPerSecond)
    {
        var node = BusyNode.Create(_time, requestsPerSecond);
        Run(node, seconds: 30);
        BusyNodeOutcome.AssertSaved(node);
        Assert.True(_time.Now - node.Started <= TimeSpan.FromSeconds(30));
    }

    private DrainResult Run(SimulatedNode node, double seconds, DrainOptions? options = null)
    {
        options ??= new DrainOptions();
        DrainResult? result = null;
        var end = _time.Now.AddSeconds(seconds);
        _time.Run(async () =>
        {
            using var life = new CancellationTokenSource();
            var pacer = new RequestPacer(options.RequestsPerSecond, _time);
            var tracker = new PodTracker(node, pacer, new Urgency(_time), _time, NullLogger.Instance);
            _ = tracker.RunAsync(life.Token);
            var drain = new NodeDrain(node, tracker, pacer, options, _time, NullLogger.Instance, new SilentObserver());
            result = await drain.RunAsync(new Deadline(_time.Now, end, _time), () => new Arrivals(NodeTaint.Default, _time.Now), default);
            life.Cancel();
        });
        return result!;
    }
}
