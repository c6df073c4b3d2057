using System.Globalization;

namespace Kubexit.Host;

/// <summary>Durations as people read them: two or three digits that matter.</summary>
internal static class ShortDuration
{
    public static string Format(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 0.9995 } => Text($"{duration.TotalMilliseconds:0}ms"),
        { TotalSeconds: < 9.995 } => Text($"{duration.TotalSeconds:0.00}s"),
        { TotalSeconds: < 59.95 } => Text($"{duration.TotalSeconds:0.0}s"),
        { TotalHours: < 1 } => Text($"{(int)duration.TotalMinutes}m{duration.Seconds:00}s"),
        { TotalDays: < 1 } => Text($"{(int)duration.TotalHours}h{duration.Minutes:00}m"),
        _ => Text($"{(int)duration.TotalDays}d{duration.Hours:00}h"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
