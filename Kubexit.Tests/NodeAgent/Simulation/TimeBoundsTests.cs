using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Kubexit.NodeAgent;
using Kubexit.NodeTermination;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;
using Microsoft.Extensions.Logging;

namespace Kubexit.Tests.NodeAgent;

/// <summary>
/// Whatever the cloud, a file, a rule or an earlier life says of times: nothing overflows, no timer refuses, nobody spins.
/// </summary>
public sealed class TimeBoundsTests
{
    private static readonly long[] Edges =
    [
        0, 1, TimeSpan.TicksPerMillisecond - 1, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerSecond, 30 * TimeSpan.TicksPerSecond,
        TimeSpan.TicksPerHour,
        int.MaxValue * TimeSpan.TicksPerMillisecond, uint.MaxValue * TimeSpan.TicksPerMillisecond, 49 * TimeSpan.TicksPerDay,
        50 * TimeSpan.TicksPerDay,
        1000 * TimeSpan.TicksPerHour, 200 * TimeSpan.TicksPerDay, DateTimeOffset.MaxValue.Ticks - new VirtualTime().Now.Ticks,
    ];

    /// <summary>At the edges, a tick beside them, and anywhere between.</summary>
    private static readonly Gen<TimeSpan> Spans =
        Gen.Choose(0, Edges.Length - 1).Zip(Gen.Choose(-2, 2), (at, beside) => Edges[at] + beside).Or(
            Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, 62), (number, shift) => ((long)number << 31 | (uint)number) >> shift))
        .Select(ticks => TimeSpan.FromTicks(Math.Clamp(ticks, 0, Edges[^1])));

    [Fact]
    public void Run_AnyEnd_ActsAndWaitsWithoutErrorsOrSpinning() => Check((end, lead) =>
    {
        var simulation = new AgentSimulation();
        simulation.Rules[NodeTerminationKind.Manual] =
            new NoticeRule(NoticeAction.Drain, TimeSpan.FromSeconds(30), lead.TotalHours > 1000 ? null : lead);
        simulation.Node.Budgets["none"] = 0;
        simulation.Node.Add(new StandInPod("held", "shop") { Budget = "none", Grace = 5 });
        simulation.Run(async () =>
        {
            simulation.Cloud.Say("file", new Announcement(NodeTerminationKind.Manual, "e", simulation.Time.Now + end));
            await simulation.PassAsync(10);
            await simulation.StoppedAsync();
            simulation.Start();
            await simulation.PassAsync(60);
        });
        return Faults(simulation);
    });

    [Fact]
    public void Drill_AnyEnd_EndsByItselfOrWhenToldTo() => Check((end, _) =>
    {
        var simulation = new AgentSimulation();
        simulation.Node.Add(new StandInPod("web", "shop") { Grace = 5 });
        simulation.Time.Run(async () =>
        {
            using var stop = new CancellationTokenSource();
            var drill = simulation.CreateDrill().RunAsync(
                new NodeTerminationNotice(
                    NodeTerminationKind.Manual, "drill@1", NoticeAction.Drain, simulation.Time.Now, simulation.Time.Now + end), stop.Token);
            await Task.WhenAny(drill, simulation.PassAsync(120));
            stop.Cancel();
            await Work.SettleAsync(drill);
        });
        return simulation.IsTainted ? "the taint was left" : Faults(simulation);
    });

    [Fact]
    public void Run_MarksOfADrillWithAnyEnd_AreLeftOrTakenBackWithoutErrors() => Check((end, _) =>
    {
        var simulation = new AgentSimulation();
        var marks = new NodeMarks(
            NodeTerminationKind.Manual, "drill@1", Drill.Key, simulation.Time.Now, simulation.Time.Now + end, "boot-1");
        simulation.Node.Change(JsonSerializer.Serialize(new { metadata = new { annotations = marks.ToAnnotations() } }));

        simulation.Run(() => simulation.PassAsync(200));
        return Faults(simulation);
    });

    [Fact]
    public void Plan_AnyTimes_GivesNoPodMoreThanThereIsNorLessThanASecond() => Check((total, grace) =>
    {
        var pod = new DrainPod("shop", "web",
            "1")
        { Grace = grace < TimeSpan.FromSeconds(int.MaxValue) ? grace : TimeSpan.FromSeconds(int.MaxValue) };
        var plan = DrainPlan.Create([pod], total, new DrainOptions { EvictionDelay = grace });
        var given = plan.Phases[0].Window.Grace(pod, total);
        var most = pod.Grace < TimeSpan.FromSeconds(1) ? pod.Grace : total > TimeSpan.FromSeconds(1) ? total : TimeSpan.FromSeconds(1);
        return given <= most && given <= pod.Grace && plan.Slack(total) <= total ? null
            : $"{given} of grace for {pod.Grace} within {total}";
    }, 500);

    private static string? Faults(AgentSimulation simulation) =>
        simulation.Log.Entries.FirstOrDefault(entry => entry.Level >= LogLevel.Error).Text
        ?? (simulation.Node.Requests.Count > 200 ? $"{simulation.Node.Requests.Count} requests" : null);

    private static void Check(Func<TimeSpan, TimeSpan, string?> fault, int runs = 60) => Prop.ForAll(
        Arb.From(Spans.Zip(Spans)), pair => fault(pair.Item1, pair.Item2) is { } found ? false.Label(found) : true.ToProperty())
        .Check(Runs.Of(runs));
}
