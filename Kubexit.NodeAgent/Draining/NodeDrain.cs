using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>Carries out a plan: phase by phase, all pods of a phase at once, everything against one deadline.</summary>
/// <remarks>
/// Theory of operation: the truth is at the API server, so a drain may be stopped at any point and begun anew with the same deadline; pods
/// that were asked before are only waited for. A phase ends when its pods have ended, as the server says, or its window closes: a kubelet
/// may need many seconds for many pods, and nobody is given up on while there is time. A pod of a closed phase that the server has not
/// accepted yet (it was away) is still tried for, next to the following phase, with what grace the node has left. Which pods ended is
/// looked up when the result is given. <see cref="Arrivals"/> says which pods are left because they came after the taint. Cancelling a
/// drain takes nothing back.
/// </remarks>
internal sealed class NodeDrain(
    INodeApi api, PodTracker tracker, RequestPacer pacer, DrainOptions options, TimeProvider time, ILogger logger, IDrainObserver observer)
{
    /// <param name="deadline">When the node ends.</param>
    /// <param name="arrivals">What is known of the taint, asked again whenever a pod comes.</param>
    /// <param name="cancellationToken">Stops the drain.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<DrainResult> RunAsync(Deadline deadline, Func<Arrivals> arrivals, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var removals = new Dictionary<string, Removal>(StringComparer.Ordinal);
        var blocked = new BlockedPods(observer, time);
        var margin = DrainPlan.Create([], deadline.Total, options, arrivals()).Phases[^1].Window.Margin;
        if (!await UntilAsync(() => tracker.Pods is not null, deadline, margin, cancellationToken)) return DrainResult.Nothing;
        var seen = tracker.Pods!;
        var plan = DrainPlan.Create(seen, deadline.Total, options, arrivals());
        var rules = new DrainRules(options, arrivals());
        var planned = plan.Phases.SelectMany(phase => phase.Pods).Select(pod => pod.Uid).ToHashSet(StringComparer.Ordinal);
        var left = plan.Skipped.Select(skipped => skipped.Pod.Uid).ToHashSet(StringComparer.Ordinal);
        AgentLog.Planned(logger, planned.Count, plan.Skipped.Count, deadline.Left.TotalSeconds);
        observer.Planned(plan);
        var telling = blocked.RunAsync(end.Token);
        try
        {
            await DelayAsync(plan, deadline, cancellationToken);
            foreach (var phase in plan.Phases)
            {
                await UntilAsync(() => Join(phase.Index) == 0, deadline, phase.Window.Closes, cancellationToken);
                AgentLog.PhaseOver(logger, phase.Name, Pending(phase.Index), deadline.Left.TotalSeconds);
            }
            // What was killed at the end of its window is reported within the margin; the rest of it is for the report.
            await UntilAsync(() => removals.Values.All(removal => tracker.HasEnded(removal.Pod.Uid)), deadline, margin / 2,
                cancellationToken);
        }
        finally
        {
            end.Cancel();
            await SettleAsync([telling, .. removals.Values.Select(removal => removal.Task)]);
        }
        var ended = removals.Values.ToLookup(removal => tracker.HasEnded(removal.Pod.Uid), removal => removal.Pod);
        return new DrainResult([.. ended[true]], [.. ended[false]], left.Count);

        // Starts what has come up to this phase, and tells how much of the phase is not over.
        int Join(int index)
        {
            foreach (var pod in tracker.Pods!.Where(IsNew)
                .OrderByDescending(pod => pod.Grace).ThenBy(pod => pod.ToString(), StringComparer.Ordinal))
            {
                var phase = rules.PhaseOf(pod);
                if (phase > index) continue;
                var removal = new PodRemoval(api, tracker, pacer, deadline, options.EvictOnly, time, logger, observer, blocked);
                removals.Add(pod.Uid, new(pod, phase, removal.RunAsync(pod, plan.Phases[phase].Window, end.Token)));
            }
            return Pending(index);
        }

        bool IsNew(DrainPod pod)
        {
            if (removals.ContainsKey(pod.Uid) || left.Contains(pod.Uid)) return false;
            if (planned.Contains(pod.Uid)) return !pod.IsFinished;
            if (rules.SkipReason(pod) is not null) return false;
            if (arrivals().IsLatecomer(pod) && !removals.Values.Any(removal => removal.Pod.ToString() == pod.ToString())) return true;
            if (arrivals().TaintedAt is not null) left.Add(pod.Uid);
            return false;
        }

        int Pending(int index) => removals.Values.Count(removal => removal.Phase == index && !tracker.HasEnded(removal.Pod.Uid));
    }

    // Counted from the notice, so that a restarted agent does not wait anew.
    private async Task DelayAsync(DrainPlan plan, Deadline deadline, CancellationToken cancellationToken)
    {
        var delay = options.EvictionDelay - (deadline.Total - deadline.Left);
        var slack = plan.Slack(deadline.Left);
        if (delay > slack) delay = slack;
        if (delay > TimeSpan.Zero) await time.DelayAsync(delay, cancellationToken);
    }

    /// <summary>Waits for a condition that the pods bring about; false when no more than <paramref name="closes"/> is left.</summary>
    private async Task<bool> UntilAsync(Func<bool> condition, Deadline deadline, TimeSpan closes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = tracker.Changed;
            if (condition()) return true;
            cancellationToken.ThrowIfCancellationRequested();
            var left = deadline.Left - closes;
            if (left <= TimeSpan.Zero) return false;
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(changed, time.DelayAsync(left, enough.Token));
            enough.Cancel();
        }
    }

    private async Task SettleAsync(IReadOnlyCollection<Task> tasks)
    {
        try
        {
            await Task.WhenAll(tasks);
        }
        catch (OperationCanceledException)
        {
            // All of them were told to end.
        }
        catch (Exception e)
        {
            AgentLog.DrainFailed(logger, e);
        }
    }

    private sealed record Removal(DrainPod Pod, int Phase, Task Task);
}
