using System.Globalization;

namespace Kubexit.StatusReports;

/// <summary>Durations as people read them: two or three digits that matter.</summary>
internal static class ShortDuration
{
    public static string Format(TimeSpan duration)
    {
        var rounded = TimeSpan.FromSeconds(Math.Round(duration.TotalSeconds));
        return duration.TotalSeconds switch
        {
            < 0.9995 => Text($"{duration.TotalMilliseconds:0}ms"),
            < 9.995 => Text($"{duration.TotalSeconds:0.00}s"),
            < 59.95 => Text($"{duration.TotalSeconds:0.0}s"),
            < 3599.5 => Text($"{rounded.Minutes}m{rounded.Seconds:00}s"),
            < 86399.5 => Text($"{rounded.Hours}h{rounded.Minutes:00}m"),
            _ => Text($"{rounded.Days}d{rounded.Hours:00}h"),
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
