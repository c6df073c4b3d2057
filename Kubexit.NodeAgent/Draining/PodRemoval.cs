using Kubexit.Kubernetes;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>What became of a pod.</summary>
internal enum PodOutcome
{
    /// <summary>It is gone, or its containers are.</summary>
    Ended,

    /// <summary>It was asked to end, its grace is over, and it is still there: a finalizer, or a kubelet that does not answer.</summary>
    Remains,

    /// <summary>The API server never accepted that it ends.</summary>
    NotAsked,
}

/// <summary>Removes one pod: evicts it while that is possible and there is time, deletes it in time otherwise, and waits for its end.</summary>
internal sealed class PodRemoval(
    INodeApi api, PodTracker tracker, RequestPacer pacer, Deadline deadline, TimeProvider time, ILogger logger, IDrainObserver observer)
{
    // From the end of the grace to the kubelet's report that the pod is gone.
    private static readonly TimeSpan KillSlack = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(0.2), LastRetry = TimeSpan.FromSeconds(1), LastBudgetRetry = TimeSpan.FromSeconds(5);

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled: at the end of the time, or because the notice was.</exception>
    public async Task<PodOutcome> RunAsync(DrainPod pod, DrainWindow window, CancellationToken cancellationToken)
    {
        Refusal? refused = null;
        for (var attempt = 0; ; attempt++)
        {
            if (tracker.Find(pod.Uid) is not { IsFinished: false } current) return PodOutcome.Ended;
            if (EndsInTime(current, window) is { } ending) return await WaitAsync(pod, ending, cancellationToken);
            var evict = current.DeletingUntil is null && window.MayEvict(pod, deadline.Left) && refused is not (Refusal.SeveralBudgets or Refusal.Forbidden);
            if (!evict && refused is Refusal.SeveralBudgets or Refusal.Forbidden && window.MayEvict(pod, deadline.Left))
            {
                // No eviction will be allowed, but that is no reason to break a budget early.
                if (await tracker.WaitForEndAsync(pod.Uid, deadline.Left - window.ForceAt(pod), cancellationToken)) return PodOutcome.Ended;
            }
            await pacer.WaitAsync(!evict ? RequestLane.Delete : refused is Refusal.Budget ? RequestLane.Retry : RequestLane.Evict, cancellationToken);
            // The turn may have come late.
            evict = evict && window.MayEvict(pod, deadline.Left);
            var grace = window.Grace(pod, deadline.Left);
            try
            {
                await (evict ? api.EvictAsync(pod, grace, cancellationToken) : api.DeleteAsync(pod, grace, cancellationToken));
                pacer.Succeeded();
                observer.Asked(pod, grace, evict);
                return await WaitAsync(pod, grace, cancellationToken);
            }
            catch (KubernetesApiException e)
            {
                refused = Refusals.Of(e);
                if (refused == Refusal.Gone) return PodOutcome.Ended;
                AgentLog.PodRefused(logger, pod.Namespace, pod.Name, evict, refused.Value, e.Message);
                observer.Refused(refused.Value);
                if (refused == Refusal.Throttled) pacer.Throttled(e.RetryAfter);
                var pause = Pause(pod, window, refused.Value, e.RetryAfter, attempt);
                if (await tracker.WaitForEndAsync(pod.Uid, pause, cancellationToken)) return PodOutcome.Ended;
            }
        }
    }

    /// <summary>How long a pod that is being deleted already still has; <see langword="null"/> when it is not, or would take too long.</summary>
    private TimeSpan? EndsInTime(DrainPod pod, DrainWindow window)
    {
        if (pod.DeletingUntil is not { } until) return null;
        var left = until - time.GetUtcNow();
        return left <= window.Grace(pod, deadline.Left) + KillSlack ? left : null;
    }

    private async Task<PodOutcome> WaitAsync(DrainPod pod, TimeSpan grace, CancellationToken cancellationToken) =>
        await tracker.WaitForEndAsync(pod.Uid, grace + KillSlack, cancellationToken) ? PodOutcome.Ended : PodOutcome.Remains;

    private TimeSpan Pause(DrainPod pod, DrainWindow window, Refusal refusal, TimeSpan? retryAfter, int attempt)
    {
        // A throttled request waits at the pacer, with all others.
        if (refusal == Refusal.Throttled) return TimeSpan.Zero;
        var budget = refusal is Refusal.Budget or Refusal.NamespaceTerminating;
        var pause = (budget ? TimeSpan.FromSeconds(1) : FirstRetry) * (1 << Math.Min(attempt, 8)) * (0.8 + 0.4 * Random.Shared.NextDouble());
        var longest = budget ? LastBudgetRetry : LastRetry;
        if (pause > longest) pause = longest;
        if (retryAfter > pause) pause = retryAfter.Value < longest ? retryAfter.Value : longest;
        // No pause reaches beyond the moment from which the pod is deleted. A budget that refused past it is not asked again.
        var untilForce = deadline.Left - window.ForceAt(pod);
        if (untilForce <= TimeSpan.Zero) return budget ? TimeSpan.Zero : pause;
        return untilForce < pause ? untilForce : pause;
    }
}
