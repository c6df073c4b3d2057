using System.Text;
using Kubexit.Graveyards;

namespace Kubexit.StatusReports;

/// <summary>
/// The fields of a process in JSON and YAML: name; state (waiting, born, ready, dead, vanished, starting, unreadable); waiting, born,
/// ready, died (RFC 3339, UTC); awaits; readyAfterSeconds, livedSeconds; exitCode; signal; reason; problem.
/// </summary>
internal static class StatusFields
{
    /// <returns>The known ones, each a string, an int or a double.</returns>
    public static IEnumerable<KeyValuePair<string, object>> Of(ProcessStatus process, DateTimeOffset now)
    {
        var stone = process.Tombstone;
        KeyValuePair<string, object?>[] fields =
        [
            new("name", process.Name),
            new("state", StatusText.State(process.State)),
            new("waiting", Time(stone.Waiting)),
            new("awaits", stone.Awaits),
            new("born", Time(stone.Born)),
            new("ready", Time(stone.Ready)),
            new("died", Time(stone.Died)),
            new("readyAfterSeconds", Seconds(process.ReadyAfter)),
            new("livedSeconds", Seconds(process.Lived(now))),
            new("exitCode", stone.ExitCode),
            new("signal", stone.Signal?.ToString()),
            new("reason", stone.Reason?.ToString()),
            new("problem", process.Problem),
        ];
        foreach (var (key, value) in fields)
        {
            if (value is not null) yield return new(key, value);
        }
    }

    public static string? Time(DateTimeOffset? time)
    {
        if (time is not { } value) return null;
        Span<byte> text = stackalloc byte[Rfc3339.MaxLength];
        return Encoding.ASCII.GetString(text[..Rfc3339.Format(value, text)]);
    }

    private static object? Seconds(TimeSpan? duration) => duration is { } value ? Math.Round(value.TotalSeconds, 3) : null;
}
