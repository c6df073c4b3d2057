using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>
/// The pods of the node as the API server sees them, kept by one list and one watch from the agent's start on: what a drain needs is known
/// before a notice comes, and the number of requests does not grow with the pods waited for.
/// </summary>
/// <remarks>
/// Theory of operation: the follower is the only writer, but for pods that the server has said are gone. Until the first list nothing is
/// known.
/// </remarks>
internal sealed class PodTracker(INodeApi api, RequestPacer pacer, Urgency urgency, TimeProvider time, ILogger logger) : IFollowed<NodePod>
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

    /// <summary>Whether it is gone, or all of its containers are: a finalizer may hold the rest for ever.</summary>
    public bool HasEnded(string uid) => Find(uid) is null or { IsFinished: true };

    /// <summary>The server has said, in reply to a request, that there is no such pod.</summary>
    public void Forget(string uid) => Change(() => _pods?.Remove(uid));

    /// <summary>Waits until the pod has ended, however long that takes.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task WaitForEndAsync(string uid, CancellationToken cancellationToken) => WaitForEndAsync(uid, null, cancellationToken);

    /// <returns>Whether it ended within <paramref name="limit"/>; without one it always has.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<bool> WaitForEndAsync(string uid, TimeSpan? limit, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // A millisecond too late is too late, and not what the timer takes it for: never.
        var most = limit is null ? Timeout.InfiniteTimeSpan : limit > TimeSpan.Zero ? limit.Value : TimeSpan.Zero;
        var over = time.DelayAsync(most, enough.Token);
        try
        {
            while (true)
            {
                var changed = Changed;
                if (HasEnded(uid)) return true;
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
    public Task RunAsync(CancellationToken cancellationToken) =>
        new ObjectFollower<NodePod>(this, pacer, urgency, time).RunAsync(cancellationToken);

    public Task<ObjectList<NodePod>> ListAsync(CancellationToken cancellationToken) => api.ListPodsAsync(cancellationToken);

    public IAsyncEnumerable<WatchEvent<NodePod>> WatchAsync(string version, CancellationToken cancellationToken) =>
        api.WatchPodsAsync(version, cancellationToken);

    public string? VersionOf(NodePod item) => item.Metadata?.ResourceVersion;

    public void Replace(IReadOnlyList<NodePod> items) =>
        Change(() => _pods = items.Where(IsWhole).ToDictionary(pod => pod.Metadata!.Uid!, DrainPod.From, StringComparer.Ordinal));

    public void Apply(WatchEvent<NodePod> change)
    {
        if (!IsWhole(change.Object)) return;
        Change(() =>
        {
            _pods ??= new(StringComparer.Ordinal);
            if (change.Type == WatchEventType.Deleted) _pods.Remove(change.Object.Metadata!.Uid!);
            else _pods[change.Object.Metadata!.Uid!] = DrainPod.From(change.Object);
        });
    }

    public void Complete()
    {
        if (Pods is null) Change(() => _pods = new(StringComparer.Ordinal));
    }

    // The first one, and then about one a minute in a drain.
    public void Failed(KubernetesApiException failure, int failures)
    {
        if (failures % 64 == 1) AgentLog.PodsUnknown(logger, failure.Message);
    }

    private static bool IsWhole(NodePod pod) => pod.Metadata is { Uid.Length: > 0 };

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
