using Kubexit.Configuration;

namespace Kubexit.Lint.Graphs;

/// <summary>How long a container takes in a run that is drawn.</summary>
/// <param name="First">From its start until it is ready, or until it ends when nothing tells that it is ready and there is no second
/// time.</param>
/// <param name="End">From its start until it ends by itself with exit code 0; <see langword="null"/> when only one time was given.</param>
internal readonly record struct TakenTime(TimeSpan First, TimeSpan? End)
{
    /// <summary>Reads <c>NAME=TIME</c> or <c>NAME=READY/END</c>.</summary>
    public static Parsed<KeyValuePair<string, TakenTime>> Parse(string entry)
    {
        var equals = entry.LastIndexOf('=');
        if (equals <= 0) return Bad("it is not NAME=TIME. Write db=2s, or db=2s/30s for ready after 2s and ended after 30s");
        var times = entry[(equals + 1)..].Split('/').Select(SettingValue.Duration).ToArray();
        if (times.FirstOrDefault(time => time.Problem is not null).Problem is { } problem) return Bad(problem);
        return times switch
        {
            [var time] => Ok(new(time.Value, null)),
            [var ready, var end] when ready.Value <= end.Value => Ok(new(ready.Value, end.Value)),
            [_, _] => Bad("it ends before it is ready. Write the time until it is ready first"),
            _ => Bad("it has more than two times. Write db=2s/30s for ready after 2s and ended after 30s"),
        };

        Parsed<KeyValuePair<string, TakenTime>> Ok(TakenTime time) =>
            Parsed<KeyValuePair<string, TakenTime>>.Ok(new(entry[..equals].Trim(), time));
    }

    private static Parsed<KeyValuePair<string, TakenTime>> Bad(string problem) => Parsed<KeyValuePair<string, TakenTime>>.Bad(problem);
}
