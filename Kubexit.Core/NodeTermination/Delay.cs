namespace Kubexit.NodeTermination;

/// <summary>
/// A delay whose waiters go on where the clock or the cancellation is, and not, as those of
/// <see cref="Task.Delay(TimeSpan, TimeProvider, CancellationToken)"/> after a cancellation, on a thread of the pool: a drain can so be run
/// on one thread in accelerated time, the same way every time.
/// </summary>
internal static class Delay
{
    /// <summary>No timer takes more than 49.7 days.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    /// <summary>Waits, however long.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task DelayAsync(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken)
    {
        for (; delay > LongestTimer; delay -= LongestTimer) await OneAsync(time, LongestTimer, cancellationToken);
        await OneAsync(time, delay, cancellationToken);
    }

    private static async Task OneAsync(TimeProvider time, TimeSpan delay, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource();
        using var timer = time.CreateTimer(
            static state => ((TaskCompletionSource)state!).TrySetResult(), done, delay, Timeout.InfiniteTimeSpan);
        using var registration =
            cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), done);
        await done.Task;
    }
}
