using Kubexit.Configuration;

namespace Kubexit.StatusReports;

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
internal sealed record TimelineSpan(SpanKind Kind, DateTimeOffset From, DateTimeOffset To);

/// <summary>The lives of a graveyard on one scale of time, for every picture to draw.</summary>
/// <remarks>Loops instead of LINQ where values are structures: in the native file each of those costs some ten kilobytes.</remarks>
internal sealed class Timeline
{
    private static readonly double[] TickSeconds =
    [
        0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600,
        43200, 86400, 172800, 604800,
    ];

    /// <param name="status">The lives.</param>
    /// <param name="limit">A moment that the scale has to reach.</param>
    public Timeline(GraveyardStatus status, DateTimeOffset? limit = null)
    {
        DateTimeOffset? first = null, last = null;
        foreach (var process in status.Processes)
        {
            var stone = process.Tombstone;
            foreach (var time in (ReadOnlySpan<DateTimeOffset?>)[stone.Waiting, stone.Born, stone.Ready, stone.Died])
            {
                if (time is null) continue;
                if (first is null || time < first) first = time;
                if (last is null || time > last) last = time;
            }
        }

        // A finished life keeps its scale, however long ago it ended; a living one goes on until now.
        Start = first ?? status.At;
        End = last ?? status.At;
        foreach (var process in status.Processes)
        {
            if (process.IsAlive && status.At > End) End = status.At;
        }

        if (limit > End) End = limit.Value;
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
        var end = stone.Died ?? End;
        var unknown = process.State == ProcessState.Vanished ? stone.Ready ?? stone.Born ?? stone.Waiting : null;
        if (Span(SpanKind.Waiting, stone.Waiting, stone.Born ?? stone.Ready ?? unknown ?? end) is { } waiting) yield return waiting;
        if (Span(SpanKind.Born, stone.Born, stone.Ready ?? unknown ?? end) is { } born) yield return born;
        if (Span(SpanKind.Ready, stone.Ready, unknown ?? end) is { } ready) yield return ready;
        if (Span(SpanKind.Unknown, unknown, end) is { } rest) yield return rest;
    }

    /// <summary>Moments for an axis: at most <paramref name="most"/> steps of a length that people count in.</summary>
    public IEnumerable<TimeSpan> Ticks(int most)
    {
        var step = Length / most;
        foreach (var seconds in TickSeconds)
        {
            if (Length.TotalSeconds / seconds > most) continue;
            step = TimeSpan.FromSeconds(seconds);
            break;
        }

        if (Length <= TimeSpan.Zero || step <= TimeSpan.Zero) yield break;
        for (var at = TimeSpan.Zero; at <= Length; at += step) yield return at;
    }

    private static TimelineSpan? Span(SpanKind kind, DateTimeOffset? from, DateTimeOffset to) =>
        from < to ? new TimelineSpan(kind, from.Value, to) : null;
}
