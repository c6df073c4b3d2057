using System.Runtime.CompilerServices;

namespace Kubexit;

/// <summary>The ranges of option values, for the setters of options and for the readers of settings alike.</summary>
internal static class Limits
{
    /// <summary>Timers of .NET end at 49.7 days; a round number below it is easier to remember, and no limit is written 0.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1000);

    public static TimeSpan NotNegative(TimeSpan value, [CallerMemberName] string? property = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, property);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Longest, property);
        return value;
    }

    public static TimeSpan Positive(TimeSpan value, [CallerMemberName] string? property = null)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(value, TimeSpan.Zero, property);
        return NotNegative(value, property);
    }

    public static int AtLeastOne(int value, [CallerMemberName] string? property = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, property);
        return value;
    }

    public static int Signal(int value, [CallerMemberName] string? property = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, property);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, SignalName.RtMax, property);
        return value;
    }
}
