using Kubexit.NodeTermination;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>
/// Priority and fairness, for one client: requests beyond the limit wait in a queue, and only one that has waited too long is refused, as
/// plain text.
/// </summary>
internal sealed class FlowControl(TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private DateTimeOffset _free = DateTimeOffset.MinValue;

    /// <summary>How many requests a second are let in; <see langword="null"/> is no limit.</summary>
    public double? RequestsPerSecond { get; set; }

    public int Refused { get; private set; }

    /// <returns><see langword="null"/> when the request may go on.</returns>
    public async Task<ApiReply?> QueueAsync(CancellationToken cancellationToken)
    {
        if (RequestsPerSecond is not { } rate) return null;
        TimeSpan wait;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            // A second's worth may come at once.
            var earliest = now - TimeSpan.FromSeconds(1);
            var turn = _free > earliest ? _free : earliest;
            wait = turn - now;
            if (wait <= LongestWait) _free = turn + TimeSpan.FromSeconds(1 / rate);
        }
        if (wait > TimeSpan.Zero) await time.DelayAsync(wait < LongestWait ? wait : LongestWait, cancellationToken);
        if (wait <= LongestWait) return null;
        Refused++;
        return TooManyRequests();
    }

    public static ApiReply TooManyRequests() => ApiReply.OfText(429, "Too many requests, please try again later.\n", retryAfter: 1);
}
