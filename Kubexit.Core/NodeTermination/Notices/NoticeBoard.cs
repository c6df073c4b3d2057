namespace Kubexit.NodeTermination;

/// <summary>
/// All notices that stand, each under the key that announced it: a key that says "nothing" clears its own notices and no others.
/// </summary>
/// <remarks>
/// Theory of operation: sources report from several tasks, under one lock. The time of the end is fixed when an event is first seen (a seed from
/// an earlier life of the agent counts as seen) and moves only when the cloud names another one. Every change replaces <see cref="Changed"/>.
/// </remarks>
internal sealed class NoticeBoard(NoticeRules rules, TimeProvider time, Action<string, string>? failed = null) : INoticeSink
{
    private readonly object _gate = new();
    private readonly Dictionary<string, List<NodeTerminationNotice>> _notices = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal), _over = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastReading = time.GetTimestamp();

    /// <summary>Completed by the next change. Take it before reading.</summary>
    public Task Changed
    {
        get { lock (_gate) return _changed.Task; }
    }

    /// <summary>The notices that stand and are not ignored, the nearest end first.</summary>
    public IReadOnlyList<NodeTerminationNotice> Standing
    {
        get
        {
            lock (_gate)
            {
                return [.. _notices.Values.SelectMany(list => list)
                    .Where(notice => notice.Action != NoticeAction.Ignore && !_over.Contains(notice.EventId))
                    .OrderBy(notice => notice.EndsAt)];
            }
        }
    }

    /// <summary>How long since any key was read.</summary>
    public TimeSpan SinceLastReading
    {
        get { lock (_gate) return time.GetElapsedTime(_lastReading); }
    }

    public void Report(NoticeReading reading)
    {
        lock (_gate)
        {
            _lastReading = time.GetTimestamp();
            _read.Add(reading.Key);
            var before = _notices.GetValueOrDefault(reading.Key) ?? [];
            var now = reading.Announcements.Select(announcement => Notice(reading.Key, announcement, before)).ToList();
            now.AddRange(before.Where(old => NoticeRules.IsFinal(old.Kind) && now.All(notice => notice.EventId != old.EventId)));
            if (now.SequenceEqual(before)) return;
            _notices[reading.Key] = now;
            Signal();
        }
    }

    public void Failed(string key, string cause) => failed?.Invoke(key, cause);

    /// <summary>Puts up what an earlier life of the agent knew, unless its key has been read since.</summary>
    public void Seed(NodeTerminationNotice notice)
    {
        lock (_gate)
        {
            var list = _notices.GetValueOrDefault(notice.Key) ?? [];
            var index = list.FindIndex(other => other.EventId == notice.EventId);
            if (index < 0 && _read.Contains(notice.Key) && !NoticeRules.IsFinal(notice.Kind)) return;
            if (index < 0) list.Add(notice);
            else if (list[index].EndsAt > notice.EndsAt) list[index] = notice;
            _notices[notice.Key] = list;
            Signal();
        }
    }

    /// <summary>Takes an event down for good: the node has come back from it.</summary>
    public void Over(string eventId)
    {
        lock (_gate)
        {
            if (_over.Add(eventId)) Signal();
        }
    }

    private NodeTerminationNotice Notice(string key, Announcement announcement, List<NodeTerminationNotice> before)
    {
        var known = before.Find(notice => notice.EventId == announcement.EventId);
        if (known is not null && (announcement.End is null || announcement.End == known.EndsAt)) return known;
        var rule = rules[announcement.Kind];
        var now = time.GetUtcNow();
        var end = announcement.End ?? now + rule.TimeLeft;
        var begin = rule.Lead is { } lead && end - lead > now ? end - lead : now;
        return new NodeTerminationNotice(announcement.Kind, announcement.EventId, rule.Action, begin, end) { Key = key };
    }

    private void Signal()
    {
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }
}
