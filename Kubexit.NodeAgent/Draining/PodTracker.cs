using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>
/// The pods of the node as the API server sees them, kept by one list and one watch: the number of requests does not grow with the pods waited for.
/// </summary>
/// <remarks>Theory of operation: <see cref="RunAsync"/> is the only writer. A lost or refused watch is a new list. Until the first list nothing is known.</remarks>
internal sealed class PodTracker(INodeApi api, RequestPacer pacer, TimeProvider time, ILogger logger)
{
    private readonly object _gate = new();
    private Dictionary<string, DrainPod>? _pods;
    private TaskCompletionSource _changed = new();

    /// <summary>Completed by the next change. Take it before reading.</summary>
    public Task Changed
    {
        get { lock (_gate) return _changed.Task; }
    }

    /// <summary><see langword="null"/> as long as nothing is known.</summary>
    public IReadOnlyList<DrainPod>? Pods
    {
        get { lock (_gate) return _pods is null ? null : [.. _pods.Values]; }
    }

    public DrainPod? Find(string uid)
    {
        lock (_gate) return _pods?.GetValueOrDefault(uid);
    }

    /// <summary>Waits until the pod has ended: it is gone, or all of its containers are (a finalizer may hold the rest for ever).</summary>
    /// <returns>Whether it ended within <paramref name="limit"/>.</returns>
    public async Task<bool> WaitForEndAsync(string uid, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var over = time.DelayAsync(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, enough.Token);
        try
        {
            while (true)
            {
                var changed = Changed;
                if (Find(uid) is null or { IsFinished: true }) return true;
                if (await Task.WhenAny(changed, over) != over) continue;
                cancellationToken.ThrowIfCancellationRequested();
                return false;
            }
        }
        finally
        {
            enough.Cancel();
        }
    }

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = new RetryPause(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(1), time);
        while (true)
        {
            try
            {
                await pacer.WaitAsync(RequestLane.Node, cancellationToken);
                var (pods, version) = await api.ListPodsAsync(cancellationToken);
                Replace(pods);
                pause.Reset();
                await foreach (var change in api.WatchPodsAsync(version, cancellationToken)) Apply(change);
            }
            catch (KubernetesApiException e)
            {
                AgentLog.PodsUnknown(logger, e.Message);
                if (Refusals.Of(e) == Refusal.Throttled) pacer.Throttled(e.RetryAfter);
            }
            await pause.WaitAsync(cancellationToken);
        }
    }

    private void Replace(IReadOnlyList<Pod> pods) =>
        Change(() => _pods = pods.Where(IsWhole).ToDictionary(pod => pod.Metadata!.Uid!, DrainPod.From, StringComparer.Ordinal));

    private void Apply(WatchEvent<Pod> change)
    {
        if (change.Type == WatchEventType.Bookmark || !IsWhole(change.Object)) return;
        Change(() =>
        {
            if (change.Type == WatchEventType.Deleted) _pods!.Remove(change.Object.Metadata!.Uid!);
            else _pods![change.Object.Metadata!.Uid!] = DrainPod.From(change.Object);
        });
    }

    private static bool IsWhole(Pod pod) => pod.Metadata is { Uid.Length: > 0 };

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change();
            (changed, _changed) = (_changed, new TaskCompletionSource());
        }
        changed.SetResult(); // Outside the lock: those who wait go on right here.
    }
}
