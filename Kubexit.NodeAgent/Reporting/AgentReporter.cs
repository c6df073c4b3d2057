using System.Text.Json.Nodes;
using System.Threading.Channels;
using Kubexit.Configuration;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>Tells everybody who is not on the critical path: events, the node condition, the webhook, the metrics.</summary>
/// <remarks>
/// Theory of operation: a report is put into a bounded queue and forgotten; when the queue is full, it is lost and counted. Events and webhook have
/// a queue each, so that a webhook which hangs delays no event. Events use what capacity the drain leaves.
/// </remarks>
internal sealed class AgentReporter(
    INodeApi api, RequestPacer pacer, AgentOptions options, AgentMetrics metrics, IWebhook? webhook, TimeProvider time, ILogger logger) : IDrainObserver
{
    private const int WebhookAttempts = 3;

    private readonly AgentEvents _events = new(options.NodeName, time);
    private readonly Channel<Func<CancellationToken, Task>> _requests = Queue(), _calls = Queue();

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(RunAsync(_requests, cancellationToken), RunAsync(_calls, cancellationToken));

    public void Announced(NodeTerminationNotice notice)
    {
        metrics.Notice(notice.Kind);
        if (notice.Action != NoticeAction.Announce) return;
        Send(_events.Announced(notice));
        Call("announced", $"Node {options.NodeName}: {notice}. Not acted upon.", notice, null);
    }

    public void Begin(NodeTerminationNotice notice)
    {
        metrics.Ends(notice.EndsAt);
        Send(_events.Impending(notice));
        Enqueue(_requests, token => api.PatchNodeStatusAsync(_events.Condition(notice), token));
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
        Enqueue(_requests, token => api.PatchNodeStatusAsync(_events.Condition(null), token));
        Call("cancelled", $"Node {options.NodeName} does not end: taint and marks are taken back.", null, null);
    }

    public void Asked(DrainPod pod, TimeSpan grace, bool evicted)
    {
        metrics.Asked(evicted);
        if (options.PodEvents) Send(_events.OfPod(pod, grace, evicted));
    }

    public void Refused(Refusal refusal) => metrics.Refused(refusal);

    private void Send(CoreEvent value) => Enqueue(_requests, token => api.CreateEventAsync(value, token));

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

    private async Task RunAsync(Channel<Func<CancellationToken, Task>> queue, CancellationToken cancellationToken)
    {
        while (await queue.Reader.WaitToReadAsync(cancellationToken))
        {
            while (queue.Reader.TryRead(out var report)) await DeliverAsync(report, paced: queue == _requests, cancellationToken);
        }
    }

    private async Task DeliverAsync(Func<CancellationToken, Task> report, bool paced, CancellationToken cancellationToken)
    {
        try
        {
            if (paced) await pacer.WaitAsync(RequestLane.Event, cancellationToken);
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
