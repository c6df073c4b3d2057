using System.Diagnostics;
using Kubexit.Configuration;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>
/// The agent of one node: while a notice stands, the node is tainted and drained; when none stands, what it did is taken back.
/// </summary>
/// <remarks>
/// Theory of operation: a level, not an edge. One loop compares the notice that counts (of those that ask for a drain and have begun, the
/// one with the nearest end) with what is under way, and replaces it when they differ: a drain is cancelled the moment its notice is, or
/// when an earlier end becomes known. All that must outlive the agent is on the node before the first pod is touched, so it may be killed
/// at any point. Reports go their own way and are never waited for.
/// </remarks>
internal sealed class AgentLoop(
    INodeApi api, INoticeSource source, NoticeBoard board, INoticeSink sink, AgentOptions options, AgentReporter reporter,
    INodeReboot reboot, RequestPacer pacer,
    Urgency urgency, RightsWatch rights, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly ILogger _logger = loggers.CreateLogger(AgentLogCategory.Agent);
    private readonly AgentMemory _memory = new(api, pacer, urgency, options, time, loggers);
    private readonly HashSet<string> _announced = new(StringComparer.Ordinal);
    private volatile bool _marked;
    private string? _over;

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var recovery = RecoverAsync(end.Token);
        var beside = Task.WhenAll(
            GuardAsync(() => source.WatchAsync(sink, end.Token), end.Token), reporter.RunAsync(end.Token),
            GuardAsync(() => rights.RunAsync(end.Token), end.Token),
            GuardAsync(() => _memory.Pods.RunAsync(end.Token), end.Token), GuardAsync(() => _memory.Node.RunAsync(end.Token), end.Token));
        var current = new Work(null, Task.CompletedTask, new CancellationTokenSource());
        try
        {
            while (true)
            {
                var changed = board.Changed;
                var standing = board.Standing;
                Announce(standing);
                var now = time.GetUtcNow();
                var wanted = Wanted(standing, NoticeAction.Drain, now) ?? Wanted(standing, NoticeAction.Move, now);
                if (wanted != current.Notice || (wanted is null && _marked && current.Task.IsCompleted))
                {
                    await current.StopAsync();
                    urgency.Is(wanted is null ? null : new Deadline(wanted.BeginsAt, wanted.EndsAt, time));
                    var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                    current = new Work(
                        wanted, GuardAsync(() => wanted is null ? UndoAsync(stop.Token) : TerminateAsync(wanted, recovery, stop.Token),
                            stop.Token), stop);
                }
                await WaitAsync(recovery.IsCompleted ? changed : Task.WhenAny(changed, recovery), standing, now, cancellationToken);
            }
        }
        finally
        {
            end.Cancel();
            await current.StopAsync();
            await Work.SettleAsync(Task.WhenAll(beside, recovery));
        }
    }

    /// <summary>Learns what an earlier life did, and whether it was before a reboot.</summary>
    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        await _memory.Node.Known.WaitAsync(cancellationToken);
        var node = _memory.Node.Node!;
        if (node.Metadata?.Annotations?.GetValueOrDefault(NodeMarks.OverAnnotation) is { } over) board.Over(over);
        if (NodeMarks.Of(node) is not { } marks) return;
        if (marks.Key == Drill.Key)
        {
            // Somebody drills, and takes them back himself, unless he was killed.
            AgentLog.DrillFound(_logger, marks.EventId);
            await time.DelayAsync(Max(marks.EndsAt - time.GetUtcNow() + Drill.CleaningUp, TimeSpan.Zero), cancellationToken);
            if (NodeMarks.Of(_memory.Node.Node!)?.EventId == marks.EventId) _marked = true;
            return;
        }
        var rebooted = options.BootId.Length > 0 && marks.BootId.Length > 0 && marks.BootId != options.BootId;
        AgentLog.Recovered(_logger, marks.EventId, rebooted);
        if (!rebooted)
        {
            // A file that nobody reads any more announces nothing.
            if (!FileNoticeSource.IsKey(marks.Key) || marks.Key == options.FileKey) board.Seed(marks.ToNotice());
        }
        else if (NoticeRules.FactsOf(marks.Kind).IsReboot)
        {
            _over = marks.EventId;
            board.Over(marks.EventId);
        }
        _marked = true; // Last: from here on what does not stand is taken back.
    }

    private async Task TerminateAsync(NodeTerminationNotice notice, Task recovery, CancellationToken cancellationToken)
    {
        // The marks of an earlier life count, but the pods must be drained even if the node cannot be read.
        await Task.WhenAny(recovery, _memory.Node.Refused, time.DelayAsync(MarkingLimit(notice), cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (notice.Action == NoticeAction.Move && !await SomebodyMovesAsync(notice, cancellationToken)) return;
        _marked = true; // From here on there may be something to take back.
        using var span = AgentTelemetry.Drain(notice, options.NodeName);
        var marking = MarkAsync(notice, cancellationToken);
        // First the taint. But when the node cannot be changed and its pods perhaps can, waiting for ever would save none of them.
        await Task.WhenAny(marking, time.DelayAsync(MarkingLimit(notice), cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        var mark = marking.IsCompletedSuccessfully ? await marking : null;
        if (mark is { Policy: not NodePolicy.Drain })
        {
            reporter.Held(notice, mark.Policy);
            return;
        }
        if (mark is { Marks.DrainedAt: not null }) return;
        reporter.Begin(notice);
        var deadline = new Deadline(mark?.Marks.BeganAt ?? notice.BeginsAt, notice.EndsAt, time);
        var result = await _memory.Drain(reporter, notice.Action).RunAsync(deadline, () => Arrivals(notice, marking), cancellationToken);
        if (options.WaitForVolumes && !result.IsUnknown)
            result = result with
            {
                Volumes =
                await VolumeWait.WaitAsync(api, pacer, urgency, deadline, options.Drain.Margin, cancellationToken)
            };
        AgentLog.Drained(_logger, result.Summary, deadline.Left.TotalSeconds);
        span?.SetTag("kubexit.drain.complete", result.IsComplete).SetTag("kubexit.drain.ended", result.Ended.Count)
            .SetTag("kubexit.drain.remaining", result.Remaining.Count)
            .SetStatus(result.IsComplete ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        reporter.Drained(notice, result);
        if (result.IsComplete) await FinishAsync(notice, marking, cancellationToken);
    }

    private async Task<NodeMark> MarkAsync(NodeTerminationNotice notice, CancellationToken cancellationToken)
    {
        using var span = AgentTelemetry.Mark();
        return await _memory.Marker.MarkAsync(notice, cancellationToken);
    }

    /// <summary>Whether any pod asks to be moved by a notice that the others stay through. The node is left alone when none does.</summary>
    private async Task<bool> SomebodyMovesAsync(NodeTerminationNotice notice, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _memory.Pods.Changed;
            if (_memory.Pods.Pods is { } pods) return pods.Any(pod => pod.AlwaysMoves);
            var left = notice.EndsAt - time.GetUtcNow();
            if (left <= TimeSpan.Zero) return false;
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(changed, time.DelayAsync(left, enough.Token));
            enough.Cancel();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static NodeTerminationNotice? Wanted(IReadOnlyList<NodeTerminationNotice> standing, NoticeAction action, DateTimeOffset now) =>
        standing.FirstOrDefault(notice => notice.Action == action && notice.BeginsAt <= now);

    private Arrivals Arrivals(NodeTerminationNotice notice, Task<NodeMark> marking) =>
        new(options.Taint.For(notice.Kind), marking.IsCompletedSuccessfully ? marking.Result.Marks.TaintedAt : null);

    private async Task FinishAsync(NodeTerminationNotice notice, Task<NodeMark> marking, CancellationToken cancellationToken)
    {
        try
        {
            await _memory.Marker.DrainedAsync((await marking).Marks, cancellationToken);
        }
        catch (KubernetesApiException)
        {
            // We may not write on the node, which has been logged: a later life will look at the pods again, and find none.
        }
        if (options.Acknowledge && await source.AcknowledgeAsync(notice.EventId, cancellationToken))
            AgentLog.Acknowledged(_logger, notice.EventId);
        if (!options.Reboot || notice.Kind != NodeTerminationKind.GceHostTermination) return;
        AgentLog.Rebooting(_logger);
        reboot.Reboot();
    }

    private async Task UndoAsync(CancellationToken cancellationToken)
    {
        if (await _memory.Marker.UnmarkAsync(_over, cancellationToken)) reporter.Undone();
        _marked = false;
    }

    private void Announce(IReadOnlyList<NodeTerminationNotice> standing)
    {
        foreach (var notice in standing.Where(notice => _announced.Add(notice.EventId)))
        {
            AgentLog.NoticeStands(_logger, notice.ToString(), notice.Action);
            reporter.Announced(notice);
        }
        foreach (var gone in _announced.Where(id => standing.All(notice => notice.EventId != id)).ToList())
        {
            _announced.Remove(gone);
            AgentLog.NoticeGone(_logger, gone);
        }
    }

    private async Task WaitAsync(
        Task changed, IReadOnlyList<NodeTerminationNotice> standing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var next = NoticeBoard.UntilNextBegins(standing, now, Longest);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, time.DelayAsync(next, enough.Token));
        enough.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
    }

    // A bug must not end the agent while a node is about to: it is told, and the work is done again, which is always safe.
    private async Task GuardAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                AgentLog.WorkFailed(_logger, e);
                await time.DelayAsync(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private TimeSpan MarkingLimit(NodeTerminationNotice notice) =>
        TimeSpan.FromSeconds(Math.Clamp((notice.EndsAt - time.GetUtcNow()).TotalSeconds / 3, 0, 15));
}
