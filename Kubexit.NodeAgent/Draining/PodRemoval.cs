using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
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

/// <summary>Removes one pod: evicts it while that is possible and there is time, deletes it in time otherwise, and waits for its
/// end.</summary>
internal sealed class PodRemoval(
    INodeApi api, PodTracker tracker, RequestPacer pacer, Deadline deadline, TimeProvider time, ILogger logger, IDrainObserver observer)
{
    // From the end of the grace to the kubelet's report that the pod is gone.
    private static readonly TimeSpan KillSlack = TimeSpan.FromSeconds(2);

    // The event that a pod is gone may overtake the answer to the request that did it.
    private static readonly TimeSpan AnswerSlack = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(0.2), LastRetry = TimeSpan.FromSeconds(1),
        LastBudgetRetry = TimeSpan.FromSeconds(5);

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled: at the end of the time, or because
    /// the notice was.</exception>
    public async Task<PodOutcome> RunAsync(DrainPod pod, DrainWindow window, CancellationToken cancellationToken)
    {
        Refusal? refused = null;
        for (var attempt = 0; ; attempt++)
        {
            if (tracker.Find(pod.Uid) is not { IsFinished: false } current) return PodOutcome.Ended;
            // The first grace runs to its end on the node: a shorter one would only change what the API server says of it.
            if (current.DeletingUntil is { } until) return await WaitAsync(pod, until - time.GetUtcNow(), cancellationToken);
            var evict = MayEvict(current, window) && refused is not (Refusal.SeveralBudgets or Refusal.Forbidden);
            if (!evict && refused is Refusal.SeveralBudgets or Refusal.Forbidden && window.MayEvict(pod, deadline.Left))
            {
                // No eviction will be allowed, but that is no reason to break a budget early.
                if (await tracker.WaitForEndAsync(pod.Uid, deadline.Left - window.ForceAt(pod), cancellationToken)) return PodOutcome.Ended;
            }
            await pacer.WaitAsync(!evict ? RequestLane.Delete : refused is Refusal.Budget ? RequestLane.Retry : RequestLane.Evict,
                cancellationToken);
            // The turn may have come late.
            evict = evict && MayEvict(current, window);
            var grace = window.Grace(pod, deadline.Left);
            try
            {
                if (!await AskAsync(pod, grace, evict, cancellationToken)) return PodOutcome.Ended;
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

    // For a pending pod there is no budget to ask. And if it is no longer the one that is meant, an eviction is answered only after 10 s, a
    // delete at once.
    private bool MayEvict(DrainPod pod, DrainWindow window) => window.MayEvict(pod, deadline.Left) && !(pod.IsPending && pod.NameReturns);

    /// <summary>Asks the API server; for no longer than there is a pod to remove: an eviction of one that has been replaced hangs for 10
    /// s.</summary>
    /// <returns>Whether the server has accepted it; otherwise the pod has ended, and the answer did not follow soon.</returns>
    private async Task<bool> AskAsync(DrainPod pod, TimeSpan grace, bool evict, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answer = evict ? api.EvictAsync(pod, grace, over.Token) : api.DeleteAsync(pod, grace, over.Token);
        var ended = EndedForLongAsync(pod.Uid, over.Token);
        var first = await Task.WhenAny(answer, ended);
        over.Cancel();
        try
        {
            await answer;
            return true;
        }
        catch (OperationCanceledException) when (first == ended && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task EndedForLongAsync(string uid, CancellationToken cancellationToken)
    {
        await tracker.WaitForEndAsync(uid, deadline.Left, cancellationToken);
        await time.DelayAsync(AnswerSlack, cancellationToken);
    }

    private async Task<PodOutcome> WaitAsync(DrainPod pod, TimeSpan grace, CancellationToken cancellationToken) =>
        await tracker.WaitForEndAsync(pod.Uid, grace + KillSlack, cancellationToken) ? PodOutcome.Ended : PodOutcome.Remains;

    private TimeSpan Pause(DrainPod pod, DrainWindow window, Refusal refusal, TimeSpan? retryAfter, int attempt)
    {
        // A throttled request waits at the pacer, with all others.
        if (refusal == Refusal.Throttled) return TimeSpan.Zero;
        var budget = refusal is Refusal.Budget or Refusal.NamespaceTerminating;
        var pause = (budget ? TimeSpan.FromSeconds(1) : FirstRetry) * (1 << Math.Min(attempt, 8)) * (
            0.8 + 0.4 * Random.Shared.NextDouble());
        var longest = budget ? LastBudgetRetry : LastRetry;
        if (pause > longest) pause = longest;
        if (retryAfter > pause) pause = retryAfter.Value < longest ? retryAfter.Value : longest;
        // No pause reaches beyond the moment from which the pod is deleted. A budget that refused past it is not asked again.
        var untilForce = deadline.Left - window.ForceAt(pod);
        if (untilForce <= TimeSpan.Zero) return budget ? TimeSpan.Zero : pause;
        return untilForce < pause ? untilForce : pause;
    }
}
