using System.Text.Json.Nodes;
using System.Threading.Channels;
using Kubexit.Configuration;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>Tells everybody who is not on the critical path: events, the node condition, the webhook, the metrics.</summary>
/// <remarks>
/// Theory of operation: a report is put into a bounded queue and forgotten; when the queue is full, it is lost and counted. What is said of
/// the node, what is said of pods and the webhook have a queue each: a webhook that hangs delays no event, and a hundred events of pods do
/// not delay the verdict. Events use what capacity the drain leaves.
/// </remarks>
internal sealed class AgentReporter(
    INodeApi api, RequestPacer pacer, AgentOptions options, AgentMetrics metrics, IWebhook? webhook, TimeProvider time, ILogger logger)
        : IDrainObserver
{
    private const int WebhookAttempts = 3;

    private readonly AgentEvents _events = new(options.NodeName, time);
    private readonly Channel<Func<CancellationToken, Task>> _node = Queue(), _pods = Queue(), _calls = Queue();

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        RunAsync(_node, RequestLane.Report, cancellationToken), RunAsync(_pods, RequestLane.Event, cancellationToken),
        RunAsync(_calls, null, cancellationToken));

    public void Announced(NodeTerminationNotice notice)
    {
        metrics.Notice(notice.Kind);
        if (notice.Action == NoticeAction.Drain) return;
        Send(_events.Announced(notice));
        Call("announced", $"Node {options.NodeName}: {AgentEvents.Announcement(notice)}", notice, null);
    }

    public void Begin(NodeTerminationNotice notice)
    {
        if (notice.Action == NoticeAction.Move) return; // The node does not end, and the notice was announced.
        metrics.Ends(notice.EndsAt);
        Send(_events.Impending(notice));
        Enqueue(_node, token => api.PatchNodeStatusAsync(_events.Condition(notice), token));
        Call("before", $"Node {options.NodeName} ends: {notice}. Draining it.", notice, null);
    }

    public void Drained(NodeTerminationNotice notice, DrainResult result)
    {
        metrics.Drained(result);
        var report = _events.Drained(result);
        Send(report);
        Call(result.IsComplete ? "after" : "failed", $"Node {options.NodeName} ({notice.Kind.Text()}): {report.Message}", notice, result);
    }

    public void Undone()
    {
        metrics.Undone();
        metrics.Ends(null);
        Send(_events.NotImpending());
        Enqueue(_node, token => api.PatchNodeStatusAsync(_events.Condition(null), token));
        Call("cancelled", $"Node {options.NodeName} does not end: taint and marks are removed.", null, null);
    }

    public void Asked(DrainPod pod, TimeSpan grace, bool evicted)
    {
        metrics.Asked(evicted);
        if (options.PodEvents) Send(_events.OfPod(pod, grace, evicted), _pods);
    }

    public void Refused(Refusal refusal) => metrics.Refused(refusal);

    public void Planned(DrainPlan plan) => metrics.Blocked(0);

    public void BlockedNow(int pods) => metrics.Blocked(pods);

    public void Blocked(IReadOnlyList<string> pods)
    {
        AgentLog.Blocked(logger, string.Join(", ", pods));
        Send(_events.Blocked(pods));
    }

    /// <summary>The node's annotation keeps the notice from being acted upon as its rule says.</summary>
    public void Held(NodeTerminationNotice notice, NodePolicy policy)
    {
        metrics.Ends(notice.EndsAt);
        AgentLog.Held(logger, policy.ToString().ToLowerInvariant(), policy.Meaning());
        Send(_events.Held(notice, policy.Meaning()));
        Enqueue(_node, token => api.PatchNodeStatusAsync(_events.Condition(notice), token));
        Call("held", $"Node {options.NodeName}: {notice}. By its annotation {policy.Meaning()}.", notice, null);
    }

    public void DrillLeft() => AgentLog.DrillLeft(logger);

    /// <summary>Waits until what has been reported so far is delivered or lost.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task FlushAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        List<Task> delivered = [];
        foreach (var queue in new[] { _node, _pods, _calls })
        {
            var end = new TaskCompletionSource();
            await queue.Writer.WriteAsync(_ =>
            {
                end.SetResult();
                return Task.CompletedTask;
            }, cancellationToken);
            delivered.Add(end.Task);
        }
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.WhenAll(delivered), time.DelayAsync(limit, enough.Token));
        enough.Cancel();
    }

    public void RightMissing(AgentRight right)
    {
        AgentLog.RightMissing(logger, right.Text(), right.Without(), right.Rule());
        if (right != AgentRight.EventsCreate) Send(_events.RightMissing(right));
    }

    private void Send(CoreEvent value, Channel<Func<CancellationToken, Task>>? queue = null) =>
        Enqueue(queue ?? _node, token => api.CreateEventAsync(value, token));

    private void Call(string phase, string text, NodeTerminationNotice? notice, DrainResult? result)
    {
        if (webhook is null) return;
        var message = new JsonObject
        {
            ["text"] = text,
            ["phase"] = phase,
            ["node"] = options.NodeName,
            ["kind"] = notice?.Kind.Text(),
            ["eventId"] = notice?.EventId,
            ["endsAt"] = notice?.EndsAt,
            ["ended"] = result is null ? null : Names(result.Ended),
            ["remaining"] = result is null ? null : Names(result.Remaining),
        };
        Enqueue(_calls, async token =>
        {
            var pause = new RetryPause(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), time);
            for (var attempt = 1; await webhook.PostAsync(message, token) is { } cause; attempt++)
            {
                if (attempt == WebhookAttempts)
                {
                    Lost($"webhook ({phase})", cause);
                    return;
                }
                await pause.WaitAsync(token);
            }
        });
    }

    private void Enqueue(Channel<Func<CancellationToken, Task>> queue, Func<CancellationToken, Task> report)
    {
        if (!queue.Writer.TryWrite(report)) Lost("report", "too many are waiting");
    }

    private async Task RunAsync(Channel<Func<CancellationToken, Task>> queue, RequestLane? lane, CancellationToken cancellationToken)
    {
        while (await queue.Reader.WaitToReadAsync(cancellationToken))
        {
            while (queue.Reader.TryRead(out var report)) await DeliverAsync(report, lane, cancellationToken);
        }
    }

    private async Task DeliverAsync(Func<CancellationToken, Task> report, RequestLane? lane, CancellationToken cancellationToken)
    {
        try
        {
            if (lane is { } own) await pacer.WaitAsync(own, cancellationToken);
            await report(cancellationToken);
        }
        catch (KubernetesApiException e)
        {
            if (Refusals.Of(e) == Refusal.Throttled) pacer.Throttled(e.RetryAfter);
            Lost("event", e.Message);
        }
    }

    private void Lost(string what, string cause)
    {
        metrics.ReportLost();
        AgentLog.ReportLost(logger, what, cause);
    }

    private static JsonArray Names(IEnumerable<DrainPod> pods) => new([.. pods.Select(pod => (JsonNode)pod.ToString())]);

    private static Channel<Func<CancellationToken, Task>> Queue() => Channel.CreateBounded<Func<CancellationToken, Task>>(
        new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
}
