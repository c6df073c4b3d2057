using System.Runtime.CompilerServices;
using Kubexit.Supervision;

namespace Kubexit.Configuration;

/// <summary>The ranges of option values, for the setters of options and for the readers of settings alike.</summary>
internal static class Limits
{
    /// <summary>Timers of .NET end at 49.7 days; a round number below it is easier to remember, and no limit is written 0.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1000);

    /// <summary>The resolution of timers: what is shorter, and must not be zero, would be.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    public static TimeSpan NotNegative(TimeSpan value, [CallerMemberName] string? property = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, property);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Longest, property);
        return value;
    }

    public static TimeSpan Positive(TimeSpan value, [CallerMemberName] string? property = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, Shortest, property);
        return NotNegative(value, property);
    }

    public static int AtLeastOne(int value, [CallerMemberName] string? property = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, property);
        return value;
    }

    public static int Port(int value, [CallerMemberName] string? property = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, property);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 65535, property);
        return value;
    }

    public static int ExitCode(int value, [CallerMemberName] string? property = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, property);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 255, property);
        return value;
    }

    public static Uri HttpUrl(Uri value, [CallerMemberName] string? property = null)
    {
        ArgumentNullException.ThrowIfNull(value, property);
        return value is { IsAbsoluteUri: true, Scheme: "http" or "https" } ? value
            : throw new ArgumentException("The URL is not an absolute http or https URL.", property);
    }

    public static string NotEmpty(string value, [CallerMemberName] string? property = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(value, property);
        return value;
    }

    public static IReadOnlyList<string> Command(IReadOnlyList<string> value, [CallerMemberName] string? property = null)
    {
        ArgumentNullException.ThrowIfNull(value, property);
        return value is [{ Length: > 0 }, ..] ? value : throw new ArgumentException("The command is empty.", property);
    }

    public static Signal Signal(Signal value, [CallerMemberName] string? property = null) =>
        value.Number > 0 ? value : throw new ArgumentException("The default value is not a signal.", property);
}
