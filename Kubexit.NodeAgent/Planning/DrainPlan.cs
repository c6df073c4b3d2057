using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

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

    /// <summary>How much may pass before the first pod is asked and every pod can still have all of its grace; not below zero.</summary>
    public TimeSpan Slack(TimeSpan left)
    {
        var slack = left;
        foreach (var phase in Phases)
        {
            foreach (var pod in phase.Pods) slack = Min(slack, left - phase.Window.ForceAt(pod));
        }
        return slack > TimeSpan.Zero ? slack : TimeSpan.Zero;
    }

    /// <summary>
    /// <paramref name="total"/> is the time from the notice to the end, and not what is left of it: it must not depend on when this is
    /// asked.
    /// </summary>
    public static DrainPlan Create(IEnumerable<DrainPod> pods, TimeSpan total, DrainOptions options, Arrivals? arrivals = null)
    {
        var rules = new DrainRules(options, arrivals);
        var all = pods.OrderBy(pod => pod.ToString(), StringComparer.Ordinal).ToList();
        var skipped = all.Select(pod => rules.SkipReason(pod) is { } reason ? new SkippedPod(pod, reason) : null).OfType<SkippedPod>()
            .ToList();
        // The longest grace first: when requests are scarce, it is the one that needs the time.
        var drained = all.Except(skipped.Select(item => item.Pod)).OrderByDescending(pod => pod.Grace).ToLookup(rules.PhaseOf);
        var reserves = Reserves(rules.Phases, drained, total, options.Margin);
        var margin = Margin(total, options);
        var phases = rules.Phases.Select((phase, i) => new PlannedPhase(
            phase.Name, i, new DrainWindow(margin + SumFrom(reserves, i + 1), margin), [.. drained[i]])).ToList();
        return new DrainPlan(phases, skipped);
    }

    // A reserve is for pods that are there, and no longer than they need; together they never take more than half of the time.
    private static TimeSpan[] Reserves(IReadOnlyList<DrainPhase> phases, ILookup<int, DrainPod> pods, TimeSpan total, TimeSpan margin)
    {
        var wanted = new TimeSpan[phases.Count];
        for (var i = 0; i < wanted.Length; i++)
            wanted[i] = pods[i].Any() ? Min(phases[i].Reserve, LongestGrace(pods[i]) + TimeSpan.FromSeconds(1)) : TimeSpan.Zero;
        var sum = SumFrom(wanted, 1);
        var limit = (total - margin) / 2;
        return sum <= limit || sum == TimeSpan.Zero ? wanted
            : Array.ConvertAll(wanted, reserve => limit > TimeSpan.Zero ? reserve * (limit / sum) : TimeSpan.Zero);
    }

    private static TimeSpan Margin(TimeSpan total, DrainOptions options) =>
        total > TimeSpan.Zero ? Min(options.Margin, total / 4) : TimeSpan.Zero;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan LongestGrace(IEnumerable<DrainPod> pods)
    {
        var longest = TimeSpan.Zero;
        foreach (var pod in pods) longest = pod.Grace > longest ? pod.Grace : longest;
        return longest;
    }

    private static TimeSpan SumFrom(TimeSpan[] spans, int index)
    {
        var sum = TimeSpan.Zero;
        for (var i = index; i < spans.Length; i++) sum += spans[i];
        return sum;
    }
}

/// <summary>A phase with its window and the pods known when the plan was made, the most urgent first.</summary>
internal sealed record PlannedPhase(string Name, int Index, DrainWindow Window, IReadOnlyList<DrainPod> Pods);

/// <summary>A pod that is left alone, and why.</summary>
internal sealed record SkippedPod(DrainPod Pod, string Reason);
