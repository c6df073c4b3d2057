using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>Carries out a plan: phase by phase, all pods of a phase at once, everything against one deadline.</summary>
/// <remarks>
/// Theory of operation: the truth is at the API server, so a drain may be stopped at any point and begun anew with the same deadline; pods that
/// were asked before are only waited for. A phase ends when its pods have ended or its window closes. A pod of a closed phase that the server
/// has not accepted yet (it was away) is still tried for, next to the following phase, with what grace the node has left. Pods that come
/// a moment later (bound just before the taint) join their phase; what comes after that, or under the name of a removed pod, tolerates the
/// taint and would come back for ever. Cancelling a drain takes nothing back.
/// </remarks>
internal sealed class NodeDrain(INodeApi api, RequestPacer pacer, DrainOptions options, TimeProvider time, ILogger logger, IDrainObserver observer)
{
    private static readonly TimeSpan Latecomers = TimeSpan.FromSeconds(5);

    private readonly DrainRules _rules = new(options);

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<DrainResult> RunAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tracker = new PodTracker(api, pacer, time, logger);
        var tracking = tracker.RunAsync(end.Token);
        var removals = new Dictionary<string, Removal>(StringComparer.Ordinal);
        DrainPlan? plan = null;
        HashSet<string>? planned = null;
        var started = time.GetTimestamp();
        try
        {
            var margin = DrainPlan.Create([], deadline.Total, options).Phases[^1].Window.Margin;
            if (!await UntilAsync(() => tracker.Pods is not null, tracker, [], deadline, margin, cancellationToken)) return DrainResult.Nothing;
            plan = DrainPlan.Create(tracker.Pods!, deadline.Total, options);
            planned = plan.Phases.SelectMany(phase => phase.Pods).Select(pod => pod.Uid).ToHashSet(StringComparer.Ordinal);
            AgentLog.Planned(logger, plan.Phases.Sum(phase => phase.Pods.Count), plan.Skipped.Count, deadline.Left.TotalSeconds);
            foreach (var phase in plan.Phases)
            {
                await UntilAsync(() => Join(phase.Index) == 0, tracker, removals.Values, deadline, phase.Window.Closes, cancellationToken);
                AgentLog.PhaseOver(logger, phase.Name, Pending(phase.Index), deadline.Left.TotalSeconds);
            }
            await UntilAsync(() => removals.Values.All(removal => removal.Task.IsCompleted), tracker, removals.Values, deadline, margin, cancellationToken);
        }
        finally
        {
            end.Cancel();
            await SettleAsync([tracking, .. removals.Values.Select(removal => removal.Task)]);
        }
        var ended = removals.Values.ToLookup(removal => Outcome(removal.Task) == PodOutcome.Ended, removal => removal.Pod);
        return new DrainResult([.. ended[true]], [.. ended[false]], plan.Skipped.Count);

        // Starts what has come up to this phase, and tells how much of the phase is not over.
        int Join(int index)
        {
            foreach (var pod in tracker.Pods!.Where(IsNew)
                .OrderByDescending(pod => pod.Grace).ThenBy(pod => pod.ToString(), StringComparer.Ordinal))
            {
                var phase = _rules.PhaseOf(pod);
                if (phase > index) continue;
                var removal = new PodRemoval(api, tracker, pacer, deadline, time, logger, observer);
                removals.Add(pod.Uid, new(pod, phase, removal.RunAsync(pod, plan!.Phases[phase].Window, end.Token)));
            }
            return Pending(index);
        }

        bool IsNew(DrainPod pod) =>
            !removals.ContainsKey(pod.Uid) && _rules.SkipReason(pod) is null
            && (planned!.Contains(pod.Uid) || (time.GetElapsedTime(started) < Latecomers && !removals.Values.Any(removal => removal.Pod.ToString() == pod.ToString())));

        int Pending(int index) => removals.Values.Count(removal => removal.Phase == index && !removal.Task.IsCompleted);
    }

    /// <summary>Waits for a condition that the pods or the removals bring about; false when no more than <paramref name="closes"/> is left.</summary>
    private async Task<bool> UntilAsync(
        Func<bool> condition, PodTracker tracker, IReadOnlyCollection<Removal> removals, Deadline deadline,
        TimeSpan closes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = tracker.Changed;
            if (condition()) return true;
            cancellationToken.ThrowIfCancellationRequested();
            var left = deadline.Left - closes;
            if (left <= TimeSpan.Zero) return false;
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task[] reasons = [changed, time.DelayAsync(left, enough.Token), .. removals.Select(removal => removal.Task).Where(task => !task.IsCompleted)];
            await Task.WhenAny(reasons);
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

    private static PodOutcome Outcome(Task<PodOutcome> task) => task.IsCompletedSuccessfully ? task.Result : PodOutcome.NotAsked;

    private sealed record Removal(DrainPod Pod, int Phase, Task<PodOutcome> Task);
}
