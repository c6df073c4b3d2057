using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>
/// How much time there is for a request: as the node's end comes nearer, less is waited for a reply, and less between attempts.
/// </summary>
/// <remarks>
/// A limit is there for a server that has gone silent, and must not throw away the reply of a slow one: it is a quarter of what is
/// left, so that there are several attempts, but never less than the slowest reply that is worth waiting for.
/// </remarks>
internal sealed class Urgency(TimeProvider time)
{
    public static readonly TimeSpan LongestLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan PauseAtRest = TimeSpan.FromSeconds(30), PauseInHurry = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private TaskCompletionSource _hurried = new();
    private Deadline? _deadline;

    public bool IsUrgent
    {
        get { lock (_gate) return _deadline is not null; }
    }

    /// <summary>How long a reply is waited for.</summary>
    public TimeSpan RequestLimit
    {
        get
        {
            lock (_gate)
            {
                if (_deadline is null) return LongestLimit;
                var limit = _deadline.Left / 4;
                return limit < ShortestLimit ? ShortestLimit : limit > LongestLimit ? LongestLimit : limit;
            }
        }
    }

    /// <summary>The longest pause between attempts at the same thing.</summary>
    public TimeSpan LongestPause => IsUrgent ? PauseInHurry : PauseAtRest;

    /// <summary>The node ends; <see langword="null"/>: it does not.</summary>
    public void Is(Deadline? deadline)
    {
        TaskCompletionSource? hurried = null;
        lock (_gate)
        {
            _deadline = deadline;
            if (deadline is not null) (hurried, _hurried) = (_hurried, new TaskCompletionSource());
        }
        hurried?.TrySetResult(); // Outside the lock: those who wait go on right here.
    }

    /// <summary>Waits between two attempts: longer after each failure, and no longer once the node's end is announced.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task PauseAsync(int failures, CancellationToken cancellationToken)
    {
        Task hurried;
        lock (_gate) hurried = _hurried.Task;
        var pause = TimeSpan.FromSeconds(0.1) * (1 << Math.Clamp(failures - 1, 0, 16));
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(hurried, time.DelayAsync(pause < LongestPause ? pause : LongestPause, enough.Token));
        enough.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
