using System.Net;
using System.Text.Json.Nodes;
using Kubexit.Configuration;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>Reads the node and changes it, as often as it takes: a conflict is read again at once, anything else after a pause.</summary>
internal sealed class NodeMarker(
    INodeApi api, NodeTracker tracker, RequestPacer pacer, AgentOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>How often the node is looked at, a second apart, when a write was given up on: it may still arrive.</summary>
    private const int LooksWhenUnsure = 3;

    private bool _isUnsure;

    /// <summary>One request when nothing is in the way.</summary>
    /// <exception cref="KubernetesApiException">The agent may not change the node, or it is not there: not worth waiting for while pods can
    /// be saved.</exception>
    public Task<NodeMark> MarkAsync(NodeTerminationNotice notice, CancellationToken cancellationToken) => InsistAsync(async again =>
    {
        var node = await ReadAsync(again, cancellationToken);
        var policy = NodePolicies.Of(node);
        var marks = new NodeMarks(notice.Kind, notice.EventId, notice.Key, notice.BeginsAt, notice.EndsAt, options.BootId)
        {
            IsMove = notice.Action == NoticeAction.Move,
        };
        if (NodeMarks.Of(node) is { } before && before.EventId == marks.EventId && before.BootId == marks.BootId)
            marks = marks with { BeganAt = before.BeganAt, DrainedAt = before.DrainedAt, TaintedAt = before.TaintedAt };
        if (policy == NodePolicy.Ignore) return new NodeMark(marks, policy);
        marks = marks with { TaintedAt = marks.TaintedAt ?? time.GetUtcNow() };
        (var patch, marks) = NodePatch.Mark(node, marks, options.Taint.For(notice.Kind), options.Cordon, options.ExcludeFromLoadBalancers);
        await PatchAsync(patch, cancellationToken);
        return new NodeMark(marks, policy);
    }, cancellationToken, e => e.StatusCode == HttpStatusCode.NotFound || Refusals.Of(e) == Refusal.Forbidden);

    /// <summary>Remembers that there is nothing left to drain for this event.</summary>
    public Task DrainedAsync(NodeMarks marks, CancellationToken cancellationToken) => InsistAsync(async again =>
    {
        var node = await ReadAsync(again, cancellationToken);
        if (NodeMarks.Of(node) is not { } now || now.EventId != marks.EventId) return false;
        await PatchAsync(NodePatch.Annotate(node, now with { DrainedAt = time.GetUtcNow() }), cancellationToken);
        return true;
    }, cancellationToken);

    /// <returns>Whether there was anything of ours.</returns>
    public async Task<bool> UnmarkAsync(string? overEventId, CancellationToken cancellationToken)
    {
        for (var looks = _isUnsure ? LooksWhenUnsure : 1; ; looks--)
        {
            var found = await InsistAsync(async _ =>
            {
                // What we know of the node may be from before our own marks.
                if (NodePatch.Unmark(await ReadAsync(true, cancellationToken), overEventId) is not { } patch) return false;
                await PatchAsync(patch, cancellationToken);
                return true;
            }, cancellationToken);
            if (found || looks <= 1) return found;
            await time.DelayAsync(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    private async Task PatchAsync(JsonObject patch, CancellationToken cancellationToken)
    {
        _isUnsure = true;
        try
        {
            tracker.Saw(await api.PatchNodeAsync(patch, cancellationToken));
            _isUnsure = false;
        }
        catch (KubernetesApiException e) when (e.StatusCode is not null)
        {
            _isUnsure = false; // Refused.
            throw;
        }
    }

    // As it is known, at first: when it has changed since, the server says so.
    private async Task<Node> ReadAsync(bool again, CancellationToken cancellationToken)
    {
        if (!again && tracker.Node is { } known) return known;
        try
        {
            var node = await api.GetNodeAsync(cancellationToken);
            tracker.Saw(node);
            return node;
        }
        catch (KubernetesApiException e) when (e.StatusCode == HttpStatusCode.Forbidden && tracker.Node is { } seen)
        {
            return seen;
        }
    }

    private async Task<T> InsistAsync<T>(
        Func<bool, Task<T>> attempt, CancellationToken cancellationToken, Func<KubernetesApiException, bool>? isFinal = null)
    {
        var pause = new RetryPause(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(1), time);
        for (var failures = 0; ; failures++)
        {
            await pacer.WaitAsync(RequestLane.Node, cancellationToken);
            try
            {
                var result = await attempt(failures > 0);
                pacer.Succeeded();
                return result;
            }
            catch (KubernetesApiException e)
            {
                if (e.StatusCode == HttpStatusCode.Conflict && failures < 20) continue;
                // The first one, and then about one a minute.
                if (failures % 64 == 0) AgentLog.NodeUnavailable(logger, options.NodeName, e.Message, Remedy(e.StatusCode));
                if (isFinal?.Invoke(e) == true) throw;
                if (Refusals.Of(e) == Refusal.Throttled) pacer.Throttled(e.RetryAfter);
            }
            await pause.WaitAsync(cancellationToken);
        }
    }

    private static string Remedy(HttpStatusCode? status) => status switch
    {
        HttpStatusCode.NotFound => "Give the node's name (spec.nodeName of this pod) as NODE_NAME.",
        HttpStatusCode.Forbidden => "The ClusterRole needs nodes: get, list, watch, patch.",
        HttpStatusCode.Unauthorized => "The service account's token is not accepted.",
        _ => "Retrying.",
    };
}
