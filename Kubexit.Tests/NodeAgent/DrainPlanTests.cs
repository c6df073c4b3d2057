using Kubexit.Kubernetes;
using Kubexit.NodeAgent;
using Kubexit.NodeTermination;

namespace Kubexit.Tests.NodeAgent;

public sealed class DrainPlanTests
{
    private static readonly DrainOptions Options = new();

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Create_AnyPods_ThePlanHolds(int seed)
    {
        var random = new Random(seed);
        var options = new DrainOptions
        {
            DaemonSetsLast = random.Next(2) == 0,
            Margin = TimeSpan.FromSeconds(random.Next(5)),
            KubeSystemLast = random.Next(2) == 0
        };
        var pods = Enumerable.Range(0, random.Next(150)).Select(i => RandomPod(random, i)).ToList();
        var total = TimeSpan.FromSeconds(random.Next(1, 4000));
        var plan = DrainPlan.Create(pods, total, options);

        Assert.Equal(pods.Count, plan.Phases.Sum(phase => phase.Pods.Count) + plan.Skipped.Count);
        var margin = plan.Phases[^1].Window.Closes;
        Assert.True(margin <= options.Margin && margin >= TimeSpan.Zero);
        Assert.All(plan.Phases.Zip(plan.Phases.Skip(1)), pair => Assert.True(pair.First.Window.Closes >= pair.Second.Window.Closes));
        Assert.True(plan.Phases[0].Window.Closes - margin <= (total - margin) / 2 + TimeSpan.FromMilliseconds(1),
            "the reserves take more than half");
        foreach (var (pod, window) in plan.Phases.SelectMany(phase => phase.Pods.Select(pod => (pod, phase.Window))))
        {
            var left = total * random.NextDouble();
            var grace = window.Grace(pod, left);
            Assert.InRange(grace, pod.Grace < TimeSpan.FromSeconds(1) ? pod.Grace : TimeSpan.FromSeconds(1), pod.Grace);
            Assert.True(grace <= TimeSpan.FromSeconds(1) || left - grace >= window.Margin, "the grace goes past the end");
            Assert.True(left - window.Closes < TimeSpan.FromSeconds(1) || left - grace >= window.Closes,
                "the grace takes time of a later phase");
            if (window.MayEvict(pod, left))
                Assert.True(left - pod.Grace > window.Closes, "an eviction is waited for at the cost of the pod's grace");
        }
        pods.Reverse();
        var again = DrainPlan.Create(pods, total, options);
        Assert.Equal(plan.Phases.SelectMany(phase => phase.Pods).Select(pod => pod.Uid),
            again.Phases.SelectMany(phase => phase.Pods).Select(pod => pod.Uid));
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 200)];

    [Theory]
    [InlineData("shop", 0, "ordinary")]
    [InlineData("shop", 1_999_999_999, "ordinary")]
    [InlineData("shop", 2_000_000_000, "system")]
    [InlineData("shop", 2_000_001_000, "system")]
    [InlineData("kube-system", 0, "system")]
    public void PhaseOf_PriorityAndNamespace_DecideThePhase(string ns, int priority, string phase) =>
        Assert.Equal(phase, PhaseOf(new DrainPod(ns, "p", "1") { Priority = priority }, Options));

    [Theory]
    [InlineData(-5, "ordinary")]
    [InlineData(1000, "batch")]
    [InlineData(99_999, "batch")]
    [InlineData(100_000, "critical")]
    public void PhaseOf_OwnPriorityPhases_GoToTheHighestThatFits(int priority, string phase)
    {
        var options = new DrainOptions
        {
            PriorityPhases =
            [new("critical", 100_000, TimeSpan.FromSeconds(5)), new("batch", 1000, TimeSpan.FromSeconds(5))]
        };
        Assert.Equal(phase, PhaseOf(new DrainPod("shop", "p", "1") { Priority = priority }, options));
        Assert.Equal("critical", PhaseOf(new DrainPod("kube-system", "p", "1") { Priority = priority }, options));
        Assert.Equal(phase, PhaseOf(
            new DrainPod("kube-system", "p", "1") { Priority = priority }, options with { KubeSystemLast = false }));
    }

    [Fact]
    public void PhaseOf_Annotation_ComesBeforeEverything()
    {
        Assert.Equal("system", PhaseOf(new DrainPod("shop", "p", "1") { PhaseName = "system" }, Options));
        Assert.Equal("ordinary",
            PhaseOf(new DrainPod("kube-system", "p", "1") { PhaseName = "ordinary", Priority = 2_000_000_000 }, Options));
        Assert.Equal("daemonset",
            PhaseOf(new DrainPod("shop", "p", "1") { Controller = "DaemonSet" }, Options with { DaemonSetsLast = true }));
    }

    public static TheoryData<string, string?> Filters() => new()
    {
        { """{}""", null },
        { """{"metadata":{"annotations":{"kubernetes.io/config.mirror":"x"}}}""", "static" },
        { """{"status":{"phase":"Succeeded"}}""", "finished" },
        { """{"status":{"phase":"Failed"}}""", "finished" },
        { """{"metadata":{"ownerReferences":[{"kind":"DaemonSet","controller":true}]}}""", "DaemonSet" },
        { """{"metadata":{"ownerReferences":[{"kind":"DaemonSet"}]}}""", null },
        { """{"metadata":{"annotations":{"kubexit/drain":"false"}}}""", "annotation" },
        { """{"metadata":{"annotations":{"kubexit/drain":"true"}}}""", null },
        { """{"metadata":{"namespace":"a","name":"b"}}""", "excluded" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void SkipReason_FiltersOfKubectlDrain_AndOurs(string json, string? reason)
    {
        var pod = System.Text.Json.JsonSerializer.Deserialize(json, AgentJson.Default.NodePod)!;
        pod.Metadata ??= new ObjectMeta { Name = "p" };
        var actual = new DrainRules(Options with { Excluded = new HashSet<string> { "a/b" } }).SkipReason(DrainPod.From(pod));
        if (reason is null) Assert.Null(actual);
        else Assert.Contains(reason, actual);
    }

    [Fact]
    public void SkipReason_Unmanaged_LeftOnlyWhenAskedTo()
    {
        var pod = new DrainPod("shop", "p", "1");
        Assert.Null(new DrainRules(Options).SkipReason(pod));
        Assert.Contains("controller", new DrainRules(Options with { KeepUnmanaged = true }).SkipReason(pod));
    }

    [Theory]
    [InlineData(NoticeAction.Announce, NodePolicy.Drain, "would only be announced")]
    [InlineData(NoticeAction.Ignore, NodePolicy.Drain, "would be ignored")]
    [InlineData(NoticeAction.Drain, NodePolicy.Taint, "the node is tainted, but its pods keep running")]
    [InlineData(NoticeAction.Drain, NodePolicy.Ignore, "nothing is done to the node")]
    public void Write_NoDrain_SaysWhatHappensInstead(object action, object policy, string text)
    {
        var now = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
        var notice = new NodeTerminationNotice(NodeTerminationKind.Manual, "1", (NoticeAction)action, now, now.AddSeconds(30));
        var table = DrainPlanTable.Write("node-1", notice, (NodePolicy)policy, [new DrainPod("shop", "web", "1")], Options);
        Assert.Contains(text, table, StringComparison.Ordinal);
        Assert.DoesNotContain("shop/web", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Plan_IsATableWithTimes()
    {
        var pods = new[]
        {
            new DrainPod("shop", "web", "1"), new DrainPod("shop", "quick", "2") { Grace = TimeSpan.FromSeconds(5) },
            new DrainPod("kube-system", "dns", "3"), new DrainPod("kube-system", "proxy", "4") { IsMirror = true },
        };
        var now = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
        var notice = new NodeTerminationNotice(NodeTerminationKind.GcePreemption, "1", NoticeAction.Drain, now, now.AddSeconds(30));
        var text = DrainPlanTable.Write("node-1", notice, NodePolicy.Drain, pods, Options);
        Assert.Equal(
            [
                "Node node-1, notice gce-preemption (drain): 30s from the beginning to the end, which is 2026-11-20T10:00:30Z.",
                "BEGINS BY  POD                PHASE     ACTION                                                    GRACE",
                "+0s        shop/web           ordinary  delete                                                    18s",
                "+0s        shop/quick         ordinary  evict; delete by +12s                                     5s",
                "+18s       kube-system/dns    system    delete                                                    10s",
                "-          kube-system/proxy  -         left alone: static pod: the kubelet would start it again  -",
                "The plan ends by +28s, the node at +30s.",
                "",
            ],
            text.Split('\n'));
    }

    private static string PhaseOf(DrainPod pod, DrainOptions options)
    {
        var rules = new DrainRules(options);
        return rules.Phases[rules.PhaseOf(pod)].Name;
    }

    private static DrainPod RandomPod(Random random, int i) => new(random.Next(4) == 0 ? "kube-system" : "shop", $"p-{i}", $"{i}")
    {
        Priority = random.Next(3) == 0 ? 2_000_000_000 : random.Next(-10, 2000),
        Grace = TimeSpan.FromSeconds(random.Next(4) == 0 ? random.Next(3) : random.Next(600)),
        Controller = random.Next(5) == 0 ? "DaemonSet" : null,
        IsMirror = random.Next(10) == 0,
        IsFinished = random.Next(10) == 0,
        PhaseName = random.Next(10) == 0 ? "system" : null,
    };
}
