using Kubexit.Kubernetes;
using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>
/// One notice, acted upon as the agent would, and taken back: a drill ends always, says what it did, and leaves the node as it was.
/// </summary>
/// <remarks>
/// Its marks carry a key of their own. An agent that finds them goes not on with the drill: it leaves them while the drill may still run,
/// and takes them back when it must be over.
/// </remarks>
internal sealed class Drill(AgentMemory memory, AgentReporter reporter, AgentOptions options, bool keep, TimeProvider time)
{
    /// <summary>Where the marks of a drill say they come from.</summary>
    public const string Key = "drill";

    /// <summary>From the end of a drill's notice until nobody can be at it any more.</summary>
    public static readonly TimeSpan CleaningUp = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(15), Telling = TimeSpan.FromSeconds(10);

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; the node is as it was, if that
    /// could be done in a moment.</exception>
    public async Task<DrillResult> RunAsync(NodeTerminationNotice notice, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var beside = Task.WhenAll(memory.Pods.RunAsync(end.Token), memory.Node.RunAsync(end.Token), reporter.RunAsync(end.Token));
        try
        {
            var result = await ActAsync(notice with { Key = Key, BeginsAt = time.GetUtcNow() }, cancellationToken);
            await reporter.FlushAsync(Telling, cancellationToken);
            return result;
        }
        finally
        {
            end.Cancel();
            await Work.SettleAsync(beside);
        }
    }

    private async Task<DrillResult> ActAsync(NodeTerminationNotice notice, CancellationToken cancellationToken)
    {
        if (notice.Action is NoticeAction.Announce or NoticeAction.Ignore)
        {
            if (notice.Action == NoticeAction.Announce) reporter.Announced(notice);
            return new DrillResult(true,
                $"The rule of {notice.Kind.Text()} is '{notice.Action.ToString().ToLowerInvariant()}': "
                    + $"{(notice.Action == NoticeAction.Announce ? "it was announced, and" : "")} nothing was done to the node.");
        }
        await Task.WhenAny(memory.Node.Known, memory.Node.Refused, time.DelayAsync(Reading, cancellationToken));
        if (memory.Node.Node is not { } node) return new DrillResult(false, "The node cannot be read: nothing was done. See the log.");
        if (NodeMarks.Of(node) is { } marks && marks.Key != Key)
            return new DrillResult(false,
                $"The node has the marks of event {marks.EventId}: nothing was done. Run a drill on a node that is not being drained.");
        try
        {
            return await DrainAsync(notice, cancellationToken);
        }
        finally
        {
            if (!keep) await CleanUpAsync();
        }
    }

    private async Task<DrillResult> DrainAsync(NodeTerminationNotice notice, CancellationToken cancellationToken)
    {
        using var marked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = notice.EndsAt - time.GetUtcNow();
        var limit = time.DelayAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, marked.Token);
        NodeMark mark;
        try
        {
            var marking = memory.Marker.MarkAsync(notice, marked.Token);
            await Task.WhenAny(marking, limit);
            marked.Cancel(); // Whichever is still under way.
            mark = await marking;
        }
        catch (KubernetesApiException e)
        {
            return new DrillResult(false, $"The node could not be tainted: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DrillResult(false, "The node could not be tainted in time.");
        }
        if (mark.Policy != NodePolicy.Drain)
        {
            reporter.Held(notice, mark.Policy);
            return new DrillResult(true,
                $"The node's annotation {NodePolicies.Annotation} is '{mark.Policy.ToString().ToLowerInvariant()}': "
                    + $"{mark.Policy.Meaning()}.");
        }
        reporter.Begin(notice);
        var arrivals = new Arrivals(options.Taint.For(notice.Kind), mark.Marks.TaintedAt);
        var deadline = new Deadline(notice.BeginsAt, notice.EndsAt, time);
        var result = await memory.Drain(reporter, notice.Action).RunAsync(deadline, () => arrivals, cancellationToken);
        reporter.Drained(notice, result);
        return new DrillResult(result.IsComplete, result.Summary);
    }

    // A drill that is ended early still restores the node.
    private async Task CleanUpAsync()
    {
        using var limit = new CancellationTokenSource();
        using var timer = time.CreateTimer(_ => limit.Cancel(), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        try
        {
            if (await memory.Marker.UnmarkAsync(null, limit.Token)) reporter.Undone();
        }
        catch (OperationCanceledException)
        {
            reporter.DrillLeft();
        }
    }
}

/// <summary>What a drill came to.</summary>
/// <param name="IsGood">Whether everything that was to be done was.</param>
/// <param name="Text">What it did, for people.</param>
internal sealed record DrillResult(bool IsGood, string Text);
