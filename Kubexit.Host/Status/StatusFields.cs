using System.Text;

namespace Kubexit.Host;

/// <summary>
/// The fields of a process in JSON and YAML: name; state (waiting, born, ready, dead, vanished, starting, unreadable); waiting, born, ready, died
/// (RFC 3339, UTC); readyAfterSeconds, livedSeconds; exitCode; signal; reason; problem.
/// </summary>
internal static class StatusFields
{
    /// <returns>The known ones, each a string, an int or a double.</returns>
    public static IEnumerable<(string Key, object Value)> Of(ProcessStatus process, DateTimeOffset now)
    {
        var stone = process.Tombstone;
        (string Key, object? Value)[] fields =
        [
            ("name", process.Name),
            ("state", StatusText.State(process.State)),
            ("waiting", Time(stone.Waiting)),
            ("born", Time(stone.Born)),
            ("ready", Time(stone.Ready)),
            ("died", Time(stone.Died)),
            ("readyAfterSeconds", Seconds(process.ReadyAfter)),
            ("livedSeconds", Seconds(process.Lived(now))),
            ("exitCode", stone.ExitCode),
            ("signal", stone.Signal),
            ("reason", stone.Reason?.ToString()),
            ("problem", process.Problem),
        ];
        return fields.Where(f => f.Value is not null).Select(f => (f.Key, f.Value!));
    }

    public static string? Time(DateTimeOffset? time)
    {
        if (time is not { } value) return null;
        Span<byte> text = stackalloc byte[Rfc3339.MaxLength];
        return Encoding.ASCII.GetString(text[..Rfc3339.Format(value, text)]);
    }

    private static object? Seconds(TimeSpan? duration) => duration is { } value ? Math.Round(value.TotalSeconds, 3) : null;
}
