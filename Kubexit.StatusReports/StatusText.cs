using System.Globalization;
using Kubexit.Configuration;
using Kubexit.Graveyards;

namespace Kubexit.StatusReports;

/// <summary>The words that all pictures of a graveyard share.</summary>
internal static class StatusText
{
    public static string State(ProcessState state) => Choice.Word(state);

    /// <summary>UTC; the date only where it is not today's.</summary>
    public static string Time(DateTimeOffset? time, DateTimeOffset now) => time is not { } value
        ? ""
        : value.UtcDateTime.ToString(
            value.UtcDateTime.Date == now.UtcDateTime.Date ? "HH:mm:ss.fff" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan? duration) => duration is { } value ? ShortDuration.Format(value) : "";

    public static string ExitCode(ProcessStatus process) => process.Tombstone.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>How it stands or ended, in a few words: <c>exit 143, TERM, DependencyDied</c>.</summary>
    public static string Outcome(ProcessStatus process) => process.State switch
    {
        ProcessState.Dead => string.Join(", ", Parts(process)),
        ProcessState.Vanished => "vanished without a record",
        ProcessState.Unreadable => process.Problem is { } problem ? $"unreadable: {PrintableText.Of(problem)}" : "tells nothing",
        var state => State(state),
    };

    private static IEnumerable<string> Parts(ProcessStatus process)
    {
        yield return process.Tombstone.ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"exit {code}") : "died";
        if (process.Tombstone.Signal is { } signal) yield return signal.ToString();
        if (process.Tombstone.Reason is { } reason) yield return reason.ToString();
    }
}
