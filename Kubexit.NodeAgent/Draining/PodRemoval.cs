using System.Diagnostics;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>
/// Removes one pod: evicts it while that is possible and there is time, deletes it in time otherwise, and waits for its end.
/// </summary>
/// <remarks>
/// The first grace that a kubelet hears is the one that counts, so a pod is asked once. Without the right to delete it is evicted to the
/// end; without the right to evict it is deleted when there is no more time to wait for a budget.
/// </remarks>
internal sealed class PodRemoval(
    INodeApi api, PodTracker tracker, RequestPacer pacer, Deadline deadline, bool evictOnly, TimeProvider time, ILogger logger,
    IDrainObserver observer,
    BlockedPods blocked)
{
    // The event that a pod is gone may overtake the answer to the request that did it.
    private static readonly TimeSpan AnswerSlack = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(0.2), LastRetry = TimeSpan.FromSeconds(1),
        LastBudgetRetry = TimeSpan.FromSeconds(60);

    private bool _mayNotEvict, _mayNotDelete = evictOnly;

    /// <summary>Completes when the pod has ended, as the API server says, however long that takes.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled: at the end of the time, or because
    /// the notice was.</exception>
    public async Task RunAsync(DrainPod pod, DrainWindow window, CancellationToken cancellationToken)
    {
        using var span = AgentTelemetry.Pod(pod);
        Refusal? refused = null;
        bool? evicted = null;
        for (var attempt = 0; tracker.Find(pod.Uid) is { IsFinished: false } current; attempt++)
        {
            // The first grace runs to its end on the node: a shorter one would only change what the API server says of it.
            if (current.DeletingUntil is not null) break;
            var isEarly = window.MayEvict(pod, deadline.Left);
            if (isEarly && !_mayNotDelete && (_mayNotEvict || refused == Refusal.SeveralBudgets))
            {
                // No eviction will be allowed, but that is no reason to break a budget early.
                if (await tracker.WaitForEndAsync(pod.Uid, deadline.Left - window.ForceAt(pod), cancellationToken)) break;
            }
            await pacer.WaitAsync(!Evicts(current, window) ? RequestLane.Delete : refused is Refusal.Budget ? RequestLane.Retry
                : RequestLane.Evict, cancellationToken);
            if (tracker.HasEnded(pod.Uid)) break;
            var evicts = Evicts(current, window); // The turn may have come late.
            if (evicts != evicted) attempt = 0; // Another kind of request, and less time for it.
            evicted = evicts;
            var grace = window.Grace(pod, deadline.Left);
            try
            {
                if (!await AskAsync(pod, grace, evicts, cancellationToken)) break;
                pacer.Succeeded();
                observer.Asked(pod, grace, evicts);
                span?.SetTag("kubexit.pod.asked_by", evicts ? "eviction" : "delete")
                    .SetTag("kubexit.pod.grace_seconds", (long)grace.TotalSeconds);
                break;
            }
            catch (KubernetesApiException e)
            {
                refused = Refusals.Of(e);
                if (refused == Refusal.Gone)
                {
                    tracker.Forget(pod.Uid);
                    break;
                }
                Note(pod, evicts, refused.Value, e);
                var pause = Pause(pod, window, refused.Value, e.RetryAfter, attempt);
                if (await tracker.WaitForEndAsync(pod.Uid, pause, cancellationToken)) break;
            }
        }
        blocked.Remove(pod);
        await tracker.WaitForEndAsync(pod.Uid, cancellationToken);
    }

    // For a pending pod there is no budget to ask. And if it is no longer the one that is meant, an eviction is answered only after 10 s, a
    // delete at once.
    private bool Evicts(DrainPod current, DrainWindow window) =>
        _mayNotDelete || (!_mayNotEvict && !(current.IsPending && current.NameReturns) && window.MayEvict(current, deadline.Left));

    /// <summary>
    /// Asks the API server; for no longer than there is a pod to remove: an eviction of one that has been replaced hangs for 10 s.
    /// </summary>
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
        await tracker.WaitForEndAsync(uid, cancellationToken);
        await time.DelayAsync(AnswerSlack, cancellationToken);
    }

    private void Note(DrainPod pod, bool evicts, Refusal refusal, KubernetesApiException failure)
    {
        AgentLog.PodRefused(logger, pod.Namespace, pod.Name, evicts, refusal, failure.Message);
        observer.Refused(refusal);
        var tags = new ActivityTagsCollection { ["kubexit.refusal"] = refusal.ToString().ToLowerInvariant() };
        Activity.Current?.AddEvent(new ActivityEvent("refused", tags: tags));
        switch (refusal)
        {
            case Refusal.Throttled:
                pacer.Throttled(failure.RetryAfter);
                break;
            case Refusal.Forbidden when evicts:
                _mayNotEvict = true;
                break;
            case Refusal.Forbidden:
                _mayNotDelete = !_mayNotEvict;
                break;
            case Refusal.Budget or Refusal.SeveralBudgets:
                blocked.Add(pod, BudgetName.Of(failure));
                break;
            default:
                break;
        }
    }

    private TimeSpan Pause(DrainPod pod, DrainWindow window, Refusal refusal, TimeSpan? retryAfter, int attempt)
    {
        // A throttled request waits at the pacer, with all others.
        if (refusal == Refusal.Throttled) return TimeSpan.Zero;
        var untilForce = deadline.Left - window.ForceAt(pod);
        var budget = refusal is Refusal.Budget or Refusal.NamespaceTerminating;
        var pause = (budget ? TimeSpan.FromSeconds(1) : FirstRetry) * (1 << Math.Min(attempt, 8)) * Spread(pod);
        // A budget may stay as it is for an hour: it is asked less and less, and more often again as the last moment comes nearer.
        var longest = !budget ? LastRetry : Clamp(untilForce / 6, TimeSpan.FromSeconds(1), LastBudgetRetry);
        if (pause > longest) pause = longest;
        if (retryAfter > pause) pause = retryAfter.Value < longest ? retryAfter.Value : longest;
        // No pause reaches beyond the moment from which the pod is deleted. A budget that refused past it is not asked again, where we may
        // delete.
        if (untilForce <= TimeSpan.Zero) return budget && !_mayNotDelete ? TimeSpan.Zero : pause;
        return untilForce < pause ? untilForce : pause;
    }

    // 0.8 to 1.2: pods that were refused together do not ask together again, and the same pods give the same run.
    private static double Spread(DrainPod pod)
    {
        var hash = 2166136261u;
        foreach (var letter in pod.Uid) hash = (hash ^ letter) * 16777619u;
        return 0.8 + 0.4 * (hash % 1024) / 1023;
    }

    private static TimeSpan Clamp(TimeSpan value, TimeSpan least, TimeSpan most) => value < least ? least : value > most ? most : value;
}
