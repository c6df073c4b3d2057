using System.Globalization;
using Kubexit.NodeTermination;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent;

/// <summary>A node whose API server is slow, absent or cut off while the cloud takes the node away: what became of its pods.</summary>
internal sealed record SlowServer(
    string Name, int Notice, TimeSpan Latency, double? RequestsPerSecond = null, TimeSpan Away = default, TimeSpan? CutEvery = null)
{
    public static readonly IReadOnlyList<SlowServer> All =
    [
        new("answers at once", 30, TimeSpan.FromMilliseconds(10)),
        new("1 s a request", 30, TimeSpan.FromSeconds(1)),
        new("3.5 s a request", 30, TimeSpan.FromSeconds(3.5)),
        new("6 s a request", 30, TimeSpan.FromSeconds(6)),
        new("5 requests a second", 30, TimeSpan.FromMilliseconds(10), RequestsPerSecond: 5),
        new("away for the first 20 s", 30, TimeSpan.FromMilliseconds(10), Away: TimeSpan.FromSeconds(20)),
        new("connections cut every 0.7 s", 30, TimeSpan.FromMilliseconds(10), CutEvery: TimeSpan.FromSeconds(0.7)),
        new("1 s a request", 120, TimeSpan.FromSeconds(1)),
        new("3.5 s a request", 120, TimeSpan.FromSeconds(3.5)),
        new("6 s a request", 120, TimeSpan.FromSeconds(6)),
        new("5 requests a second", 120, TimeSpan.FromMilliseconds(10), RequestsPerSecond: 5),
        new("away for the first 20 s", 120, TimeSpan.FromMilliseconds(10), Away: TimeSpan.FromSeconds(20)),
        new("connections cut every 0.7 s", 120, TimeSpan.FromMilliseconds(10), CutEvery: TimeSpan.FromSeconds(0.7)),
    ];

    private const int Ordinary = 30, System = 5;

    /// <summary>30 ordinary pods and 5 of the system; each needs 3 s to end.</summary>
    public SlowServerOutcome Run()
    {
        var simulation = new AgentSimulation(
            node: (time, _) => new SimulatedNode(time, KubeletPace.Measured) { Latency = Latency, RequestsPerSecond = RequestsPerSecond });
        for (var i = 0; i < Ordinary; i++)
            simulation.Node.Add(new StandInPod($"web-{i}", "shop") { Grace = 10, StopTime = TimeSpan.FromSeconds(3) });
        for (var i = 0; i < System; i++)
            simulation.Node.Add(new StandInPod(
                $"dns-{i}", "kube-system")
            { Grace = 10, Priority = 2_000_000_000, StopTime = TimeSpan.FromSeconds(3) });
        var outcome = new SlowServerOutcome(this, null, 0, 0, 0);
        simulation.Run(async () =>
        {
            await simulation.PassAsync(60); // The agent has been there for a while when the notice comes.
            var noticed = simulation.Time.Now;
            simulation.Node.Fault = _ => simulation.Time.Now - noticed < Away ? SimulatedNode.Failure(null, null) : null;
            simulation.Cloud.Say(AgentSimulation.Preempted,
                new Announcement(NodeTerminationKind.GcePreemption, "preempted@boot-1", noticed.AddSeconds(Notice)));
            if (Away > TimeSpan.Zero) simulation.Node.BreakWatches();
            TimeSpan? tainted = null;
            var cut = noticed;
            for (var end = noticed.AddSeconds(Notice); simulation.Time.Now < end;)
            {
                await simulation.PassAsync(0.05);
                if (simulation.IsTainted) tainted ??= simulation.Time.Now - noticed;
                if (simulation.Time.Now - cut < CutEvery || CutEvery is null) continue;
                cut = simulation.Time.Now;
                simulation.Node.BreakWatches();
            }
            var pods = simulation.Node.All.ToList();
            outcome = outcome with
            {
                Tainted = tainted,
                Asked = pods.Count(pod => pod.TermAt is not null),
                Ended = pods.Count(pod => pod.EndedGracefully),
                LastAsked = pods.Max(pod => pod.TermAt) is { } last ? (last - noticed).TotalSeconds : double.NaN,
            };
        });
        return outcome;
    }
}

/// <summary>A row of the table in docs/node-agent.md.</summary>
internal sealed record SlowServerOutcome(SlowServer Server, TimeSpan? Tainted, int Asked, int Ended, double LastAsked)
{
    public string Row => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Server.Name} | {Server.Notice} s | {(Tainted is { } at ? $"{at.TotalSeconds:0.0} s" : "never")} | {Asked} of 35 | "
            + $"{LastAsked:0.0} s | {Ended} of 35 |");
}
