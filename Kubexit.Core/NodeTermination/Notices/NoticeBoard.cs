using Kubexit.Configuration;

namespace Kubexit.NodeTermination;

/// <summary>
/// All notices that stand, each under the key that announced it: a key that says "nothing" clears its own notices and no others.
/// </summary>
/// <remarks>
/// Theory of operation: sources report from several tasks, under one lock. The time of the end is fixed when an event is first seen (a seed
/// from an earlier life of the agent counts as seen) and moves only when the cloud names another one. Every change replaces
/// <see cref="Changed"/>.
/// </remarks>
internal sealed class NoticeBoard(NoticeRules rules, TimeProvider time, Action<string, string>? failed = null) : INoticeSink
{
    private readonly object _gate = new();
    private readonly Dictionary<string, List<NodeTerminationNotice>> _notices = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal), _over = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new();
    private long _lastAttempt = time.GetTimestamp();

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

    /// <summary>
    /// How long since any source finished an attempt, in success or failure: whether the watch is alive, not whether the cloud is.
    /// </summary>
    public TimeSpan SinceLastAttempt => time.GetElapsedTime(Interlocked.Read(ref _lastAttempt));

    /// <summary>How long until the first of those notices begins that have not begun yet; at most <paramref name="longest"/>.</summary>
    public static TimeSpan UntilNextBegins(IEnumerable<NodeTerminationNotice> notices, DateTimeOffset now, TimeSpan longest)
    {
        var next = longest;
        foreach (var notice in notices)
        {
            if (notice.BeginsAt > now && notice.BeginsAt - now < next) next = notice.BeginsAt - now;
        }

        return next;
    }

    public void Report(NoticeReading reading)
    {
        Interlocked.Exchange(ref _lastAttempt, time.GetTimestamp());
        Change(() =>
        {
            _read.Add(reading.Key);
            var before = _notices.GetValueOrDefault(reading.Key) ?? [];
            var now = reading.Announcements.Select(announcement => Notice(reading.Key, announcement, before)).ToList();
            now.AddRange(before.Where(old => IsFinal(old) && now.All(notice => notice.EventId != old.EventId)));
            _notices[reading.Key] = now;
            return !now.SequenceEqual(before);
        });
    }

    public void Seen(string key) => Interlocked.Exchange(ref _lastAttempt, time.GetTimestamp());

    public void Failed(string key, string cause)
    {
        Interlocked.Exchange(ref _lastAttempt, time.GetTimestamp());
        failed?.Invoke(key, cause);
    }

    /// <summary>Puts up what an earlier life of the agent knew, unless its key has been read since.</summary>
    public void Seed(NodeTerminationNotice notice) => Change(() =>
    {
        var list = _notices.GetValueOrDefault(notice.Key) ?? [];
        var index = list.FindIndex(other => other.EventId == notice.EventId);
        if (index < 0 && _read.Contains(notice.Key) && !IsFinal(notice)) return false;
        if (index < 0) list.Add(notice);
        else if (list[index].AnnouncedEnd is null && list[index].EndsAt > notice.EndsAt) list[index] = notice;
        _notices[notice.Key] = list;
        return true;
    });

    /// <summary>Takes an event down for good: the node has come back from it.</summary>
    public void Over(string eventId) => Change(() => _over.Add(eventId));

    /// <summary>What the rules make of an announcement that is read now.</summary>
    public NodeTerminationNotice Notice(string key, Announcement announcement, List<NodeTerminationNotice>? before = null)
    {
        var known = before?.Find(notice => notice.EventId == announcement.EventId);
        if (known is not null && (announcement.End is null || announcement.End == (known.AnnouncedEnd ?? known.EndsAt))) return known;
        var rule = rules[announcement.Kind];
        var now = time.GetUtcNow();
        // A date that has passed means "any moment now": no cloud promises more than "not before".
        var end = announcement.End is { } announced && announced > now ? announced : now + TimeLeft(rule, announcement.Advance);
        // Clocks differ: what is later by our clock than the cloud ever gives is a clock that is behind.
        var seen = known?.BeginsAt ?? now;
        if (NoticeRules.FactsOf(announcement.Kind).LongestNotice is { } longest && end > seen + longest) end = seen + longest;
        var begin = rule.Lead is { } lead && end - lead > now ? end - lead : now;
        return new NodeTerminationNotice(
            announcement.Kind, announcement.EventId, rule.Action, begin, end)
        { Key = key, AnnouncedEnd = announcement.End };
    }

    private static TimeSpan TimeLeft(NoticeRule rule, TimeSpan advance) =>
        rule.TimeLeft < advance ? advance + rule.TimeLeft : rule.TimeLeft;

    // A cloud never takes some notices back. A person who removes a file does.
    private static bool IsFinal(NodeTerminationNotice notice) =>
        NoticeRules.FactsOf(notice.Kind).IsFinal && !FileNoticeSource.IsKey(notice.Key);

    private void Change(Func<bool> change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (!change()) return;
            (changed, _changed) = (_changed, new());
        }
        changed.SetResult(); // Outside the lock: those who wait go on right here.
    }
}
