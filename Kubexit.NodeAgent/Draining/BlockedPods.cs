using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>
/// The pods whose eviction a disruption budget does not allow, told by name: once, a few seconds after the first, when the others have been
/// asked.
/// </summary>
internal sealed class BlockedPods(IDrainObserver observer, TimeProvider time)
{
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _first = new();
    private readonly SortedDictionary<string, string> _budgets = new(StringComparer.Ordinal);

    public void Add(DrainPod pod, string budget)
    {
        _budgets[pod.ToString()] = budget;
        observer.BlockedNow(_budgets.Count);
        _first.TrySetResult();
    }

    public void Remove(DrainPod pod)
    {
        if (_budgets.Remove(pod.ToString())) observer.BlockedNow(_budgets.Count);
    }

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var cancelled = cancellationToken.Register(() => _first.TrySetCanceled(cancellationToken));
        await _first.Task;
        await time.DelayAsync(Gathering, cancellationToken);
        if (_budgets.Count > 0) observer.Blocked([.. _budgets.Select(pair => $"{pair.Key} (budget {pair.Value})")]);
    }
}
