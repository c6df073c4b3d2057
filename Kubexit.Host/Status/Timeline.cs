namespace Kubexit.Host;

/// <summary>What a stretch of a life was like.</summary>
internal enum SpanKind
{
    /// <summary>Waiting to be started.</summary>
    Waiting,

    /// <summary>Running, not ready or not telling.</summary>
    Born,

    /// <summary>Running and ready.</summary>
    Ready,

    /// <summary>Vanished: it may have lived until some moment in it.</summary>
    Unknown,
}

/// <summary>A stretch of a life. <paramref name="From"/> is never after <paramref name="To"/>.</summary>
internal readonly record struct TimelineSpan(SpanKind Kind, DateTimeOffset From, DateTimeOffset To);

/// <summary>The lives of a graveyard on one scale of time, for every picture to draw.</summary>
internal sealed class Timeline
{
    private readonly GraveyardStatus _status;

    public Timeline(GraveyardStatus status)
    {
        _status = status;
        DateTimeOffset[] times = [.. status.Processes.SelectMany(p => Times(p.Tombstone)).OfType<DateTimeOffset>()];
        Start = times.DefaultIfEmpty(status.At).Min();

        // What is over keeps its scale, however long ago it was; what lives goes on until now.
        var last = times.DefaultIfEmpty(status.At).Max();
        End = status.Processes.Any(p => p.IsAlive) && status.At > last ? status.At : last;
    }

    public DateTimeOffset Start { get; }

    public DateTimeOffset End { get; }

    public TimeSpan Length => End - Start;

    /// <summary>Where a moment lies, from 0 to 1.</summary>
    public double PositionOf(DateTimeOffset time) => Length > TimeSpan.Zero ? Math.Clamp((time - Start) / Length, 0, 1) : 0;

    /// <summary>The stretches of a life in order; none when nothing is known of it.</summary>
    public IEnumerable<TimelineSpan> SpansOf(ProcessStatus process)
    {
        var stone = process.Tombstone;
        (SpanKind Kind, DateTimeOffset? From)[] steps = [(SpanKind.Waiting, stone.Waiting), (SpanKind.Born, stone.Born), (SpanKind.Ready, stone.Ready)];
        var known = steps.Where(s => s.From is not null).Select(s => (s.Kind, From: s.From!.Value)).ToList();
        if (process.State == ProcessState.Vanished && known.Count > 0) known.Add((SpanKind.Unknown, known[^1].From));
        var end = stone.Died ?? End;
        for (var i = 0; i < known.Count; i++)
        {
            var to = i + 1 < known.Count ? known[i + 1].From : end;
            if (known[i].From < to) yield return new TimelineSpan(known[i].Kind, known[i].From, to);
        }
    }

    /// <summary>Moments for an axis: at most <paramref name="most"/> steps of a length that people count in.</summary>
    public IEnumerable<TimeSpan> Ticks(int most)
    {
        var step = Steps.FirstOrDefault(s => Length / s <= most, Length / Math.Max(most, 1));
        if (step <= TimeSpan.Zero) yield break;
        for (var at = TimeSpan.Zero; at <= Length; at += step) yield return at;
    }

    private static IEnumerable<TimeSpan> Steps =>
        new[] { 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800 }
            .Select(TimeSpan.FromSeconds);

    private static IEnumerable<DateTimeOffset?> Times(Tombstone stone) => [stone.Waiting, stone.Born, stone.Ready, stone.Died];
}
