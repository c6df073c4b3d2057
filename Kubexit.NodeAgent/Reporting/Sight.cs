using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>
/// Stands between the sources and the board, and knows whether the agent can see: a metadata server that fails for long would not warn it.
/// </summary>
/// <remarks>
/// A key is out of sight when reading it has failed, and it was last read longer ago than the given time (a hanging get that still hangs
/// has not failed). The agent is blind while any is; it says so once, and once when it sees again.
/// </remarks>
internal sealed class Sight(
    NoticeBoard board, Func<string, string> sourceOf, TimeSpan limit, AgentMetrics metrics, TimeProvider time, ILogger logger) : INoticeSink
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Failing> _failing = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lastSeen = new(StringComparer.Ordinal);
    private readonly long _started = time.GetTimestamp();
    private bool _isBlind;

    /// <summary>What is out of sight, and why; <see langword="null"/> when nothing is.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
            {
                var blind = _failing.Where(pair => IsOutOfSight(pair.Key)).Select(
                    pair => $"{pair.Key} for {Unseen(pair.Key).TotalSeconds:0} s ({pair.Value.Cause})").ToList();
                return blind.Count == 0 ? null : $"blind: {string.Join(", ", blind)}";
            }
        }
    }

    public void Report(NoticeReading reading)
    {
        See(reading.Key);
        board.Report(reading);
    }

    public void Seen(string key)
    {
        See(key);
        board.Seen(key);
    }

    public void Failed(string key, string cause)
    {
        metrics.Unread();
        NoticeLog.NotRead(logger, key, cause);
        lock (_gate)
        {
            _failing[key] = new Failing(cause);
            if (!_isBlind && IsOutOfSight(key))
            {
                _isBlind = true;
                metrics.Blind(true);
                AgentLog.Blind(logger, key, Unseen(key).TotalSeconds, cause);
            }
        }
        board.Failed(key, cause);
    }

    private void See(string key)
    {
        metrics.Seen(sourceOf(key), time.GetUtcNow());
        lock (_gate)
        {
            _lastSeen[key] = time.GetTimestamp();
            _failing.Remove(key);
            if (key != ProviderKey) _failing.Remove(ProviderKey); // A server that answers was found.
            if (!_isBlind || _failing.Keys.Any(IsOutOfSight)) return;
            _isBlind = false;
            metrics.Blind(false);
            AgentLog.Sees(logger, key);
        }
    }

    private const string ProviderKey = "provider";

    private bool IsOutOfSight(string key) => Unseen(key) >= limit;

    private TimeSpan Unseen(string key) => time.GetElapsedTime(_lastSeen.GetValueOrDefault(key, _started));

    private sealed record Failing(string Cause);
}
