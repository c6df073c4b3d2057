namespace Kubexit.NodeTermination;

/// <summary>
/// Pods in, timed plan out: the same input gives the same plan, so an agent that was killed half-way goes on with the plan it had.
/// </summary>
internal sealed class DrainPlan
{
    private DrainPlan(IReadOnlyList<PlannedPhase> phases, IReadOnlyList<SkippedPod> skipped)
    {
        Phases = phases;
        Skipped = skipped;
    }

    /// <summary>All phases, empty ones too: a pod may still come.</summary>
    public IReadOnlyList<PlannedPhase> Phases { get; }

    public IReadOnlyList<SkippedPod> Skipped { get; }

    /// <summary><paramref name="total"/> is the time from the notice to the end, and not what is left of it: it must not depend on when this is asked.</summary>
    public static DrainPlan Create(IEnumerable<DrainPod> pods, TimeSpan total, DrainOptions options)
    {
        var rules = new DrainRules(options);
        var all = pods.OrderBy(pod => pod.ToString(), StringComparer.Ordinal).ToList();
        var skipped = all.Select(pod => (Pod: pod, Reason: rules.SkipReason(pod))).Where(item => item.Reason is not null)
            .Select(item => new SkippedPod(item.Pod, item.Reason!)).ToList();
        // The longest grace first: when requests are scarce, it is the one that needs the time.
        var drained = all.Except(skipped.Select(item => item.Pod)).OrderByDescending(pod => pod.Grace).ToLookup(rules.PhaseOf);
        var reserves = Reserves(rules.Phases, drained, total, options.Margin);
        var margin = Margin(total, options);
        var phases = rules.Phases.Select((phase, i) => new PlannedPhase(
            phase.Name, i, new DrainWindow(margin + Sum(reserves.Skip(i + 1)), margin), [.. drained[i]])).ToList();
        return new DrainPlan(phases, skipped);
    }

    // A reserve is for pods that are there, and no longer than they need; together they never take more than half of the time.
    private static List<TimeSpan> Reserves(IReadOnlyList<DrainPhase> phases, ILookup<int, DrainPod> pods, TimeSpan total, TimeSpan margin)
    {
        var wanted = phases.Select((phase, i) => !pods[i].Any() ? TimeSpan.Zero : Min(phase.Reserve, pods[i].Max(pod => pod.Grace) + TimeSpan.FromSeconds(1))).ToList();
        var sum = Sum(wanted.Skip(1));
        var limit = (total - margin) / 2;
        return sum <= limit || sum == TimeSpan.Zero ? wanted : [.. wanted.Select(reserve => limit > TimeSpan.Zero ? reserve * (limit / sum) : TimeSpan.Zero)];
    }

    private static TimeSpan Margin(TimeSpan total, DrainOptions options) => total > TimeSpan.Zero ? Min(options.Margin, total / 4) : TimeSpan.Zero;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Sum(IEnumerable<TimeSpan> spans) => spans.Aggregate(TimeSpan.Zero, (sum, span) => sum + span);
}

/// <summary>A phase with its window and the pods known when the plan was made, the most urgent first.</summary>
internal sealed record PlannedPhase(string Name, int Index, DrainWindow Window, IReadOnlyList<DrainPod> Pods);

/// <summary>A pod that is left alone, and why.</summary>
internal sealed record SkippedPod(DrainPod Pod, string Reason);
