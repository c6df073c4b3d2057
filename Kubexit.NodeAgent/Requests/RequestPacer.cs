using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>What a request is for, the most urgent first. When requests are scarce, later ones wait for earlier ones.</summary>
internal enum RequestLane
{
    Node,
    Delete,
    Evict,
    Retry,
    Report,
    Event,
}

/// <summary>
/// Spreads requests over time, the urgent ones first, and slows down when the server says so: a limit found out by refused requests costs
/// the very requests a drain needs.
/// </summary>
/// <remarks>
/// Theory of operation: a token bucket that holds half a second's worth. Waiters queue by lane, then by arrival; one loop serves them as
/// long as there are any. A refusal empties the bucket, halves the rate (at most twice a second, and not below a quarter) and stops
/// everything for as long as the server asks, at most 2 s; every success gives a little of the rate back. It neither starts threads nor
/// needs disposing.
/// </remarks>
internal sealed class RequestPacer
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2), HalvingInterval = TimeSpan.FromSeconds(0.5);

    private readonly object _gate = new();
    private readonly PriorityQueue<TaskCompletionSource, (RequestLane, long)> _waiting = new();
    private readonly TimeProvider _time;
    private readonly double _fullRate, _capacity;
    private double _rate, _tokens;
    private long _refilled, _sequence;
    private long? _halved;
    private bool _serving;

    public RequestPacer(double perSecond, TimeProvider time)
    {
        _time = time;
        _rate = _fullRate = perSecond;
        _tokens = _capacity = Math.Max(1, perSecond / 2);
        _refilled = time.GetTimestamp();
    }

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task WaitAsync(RequestLane lane, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool serve;
        lock (_gate)
        {
            _waiting.Enqueue(turn, (lane, _sequence++));
            serve = !_serving;
            _serving = true;
        }
        await using var cancelled = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        if (serve) _ = ServeAsync();
        await turn.Task;
    }

    public void Succeeded()
    {
        lock (_gate) _rate = Math.Min(_fullRate, _rate + _fullRate / 50);
    }

    public void Throttled(TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            Refill();
            var pause = retryAfter is { } asked && asked < LongestPause ? asked : LongestPause;
            if (_halved is null || _time.GetElapsedTime(_halved.Value) >= HalvingInterval)
            {
                _halved = _time.GetTimestamp();
                _rate = Math.Max(_rate / 2, _fullRate / 4);
            }
            _tokens = Math.Min(_tokens, 1 - pause.TotalSeconds * _rate);
        }
    }

    // Never fails: a delay without a token is all it awaits.
    private async Task ServeAsync()
    {
        while (true)
        {
            TimeSpan pause;
            lock (_gate)
            {
                Refill();
                while (_waiting.Count > 0 && (_tokens >= 1 || _waiting.Peek().Task.IsCompleted))
                {
                    if (_waiting.Dequeue().TrySetResult()) _tokens--;
                }
                if (_waiting.Count == 0)
                {
                    _serving = false;
                    return;
                }
                pause = TimeSpan.FromSeconds(Math.Max((1 - _tokens) / _rate, 0.001));
            }
            await _time.DelayAsync(pause, CancellationToken.None);
        }
    }

    private void Refill()
    {
        _tokens = Math.Min(_capacity, _tokens + _time.GetElapsedTime(_refilled).TotalSeconds * _rate);
        _refilled = _time.GetTimestamp();
    }
}
