using System.Globalization;

namespace Kubexit.Configuration;

/// <summary>
/// Durations as Go writes and reads them (<see href="https://pkg.go.dev/time#ParseDuration"/>): <c>300ms</c>, <c>1.5h</c>, <c>1h30m</c>.
/// The Go original reads its variables so, and manifests depend on it.
/// </summary>
internal static class GoDuration
{
    private const string Example = "Write a number and a unit (ns, us, ms, s, m, h), for example '30s' or '1h30m'";

    /// <summary>
    /// Reads what <c>time.ParseDuration</c> reads, except that a duration below zero is a problem: nothing here can last so long.
    /// Digits finer than the 100 ns of a <see cref="TimeSpan"/> are cut off.
    /// </summary>
    public static Parsed<TimeSpan> Parse(string text)
    {
        var rest = text.AsSpan();
        var negative = rest.StartsWith("-");
        if (negative || rest.StartsWith("+")) rest = rest[1..];
        if (rest is "0") return Parsed<TimeSpan>.Ok(TimeSpan.Zero);
        if (rest.IsEmpty) return Bad("it has no number");
        if (IsBareNumber(rest)) return Parsed<TimeSpan>.Bad($"the number has no unit. Write '{text}s' for seconds");

        ulong total = 0;
        while (!rest.IsEmpty)
        {
            if (ReadTerm(ref rest, out var nanoseconds) is { } problem) return Bad(problem);
            total += nanoseconds; // Both are below 2^63, so the sum cannot wrap around unnoticed.
            if (total > long.MaxValue) return TooLong();
        }

        return negative && total > 0
            ? Parsed<TimeSpan>.Bad("a duration cannot be negative. Leave out the '-'")
            : Parsed<TimeSpan>.Ok(TimeSpan.FromTicks((long)(total / TimeSpan.NanosecondsPerTick)));
    }

    /// <summary>Writes what Go's <c>Duration.String</c> writes: <c>1h30m0s</c>, <c>1.5s</c>, <c>300ms</c>, <c>0s</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        var ticks = (UInt128)Int128.Abs(duration.Ticks);
        var sign = duration < TimeSpan.Zero ? "-" : "";
        if (ticks == 0) return "0s";
        if (ticks < TimeSpan.TicksPerMicrosecond) return $"{sign}{ticks * TimeSpan.NanosecondsPerTick}ns";
        if (ticks < TimeSpan.TicksPerMillisecond) return $"{sign}{Decimal(ticks, TimeSpan.TicksPerMicrosecond)}µs";
        if (ticks < TimeSpan.TicksPerSecond) return $"{sign}{Decimal(ticks, TimeSpan.TicksPerMillisecond)}ms";
        var hours = ticks / TimeSpan.TicksPerHour;
        var minutes = ticks / TimeSpan.TicksPerMinute % 60;
        var seconds = Decimal(ticks % TimeSpan.TicksPerMinute, TimeSpan.TicksPerSecond);
        if (hours > 0) return $"{sign}{hours}h{minutes}m{seconds}s";
        return minutes > 0 ? $"{sign}{minutes}m{seconds}s" : $"{sign}{seconds}s";
    }

    private static string? ReadTerm(ref ReadOnlySpan<char> rest, out ulong nanoseconds)
    {
        nanoseconds = 0;
        var whole = TakeDigits(ref rest);
        ReadOnlySpan<char> fraction = default;
        if (rest.StartsWith("."))
        {
            rest = rest[1..];
            fraction = TakeDigits(ref rest);
        }

        if (whole.IsEmpty && fraction.IsEmpty) return rest.IsEmpty ? "a number is missing" : $"'{rest}' does not begin with a number";
        var end = rest.IndexOfAnyInRange('0', '9');
        var dot = rest.IndexOf('.');
        if (end < 0 || (dot >= 0 && dot < end)) end = dot;
        var unitText = end < 0 ? rest : rest[..end];
        rest = rest[unitText.Length..];
        if (unitText.IsEmpty) return $"'{(whole.IsEmpty ? fraction : whole)}' has no unit";
        if (UnitOf(unitText) is not { } unit) return $"'{unitText}' is not a unit";

        if (!ulong.TryParse(whole.IsEmpty ? "0" : whole, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count > long.MaxValue / unit)
            return TooLongCause;
        nanoseconds = count * unit + FractionOf(fraction, unit);
        return nanoseconds > long.MaxValue ? TooLongCause : null;
    }

    /// <summary>As Go does it, in floating point: <c>0.3333333333333333333h</c> is 20 minutes and not a nanosecond less.</summary>
    private static ulong FractionOf(ReadOnlySpan<char> digits, ulong unit)
    {
        ulong value = 0;
        double scale = 1;
        foreach (var digit in digits)
        {
            var longer = value * 10 + (ulong)(digit - '0');
            if (value > long.MaxValue / 10 || longer > long.MaxValue) break; // Digits that no longer fit do not count.
            value = longer;
            scale *= 10;
        }

        return (ulong)(value * (unit / scale));
    }

    private static ReadOnlySpan<char> TakeDigits(scoped ref ReadOnlySpan<char> rest)
    {
        var length = rest.IndexOfAnyExceptInRange('0', '9');
        var digits = length < 0 ? rest : rest[..length];
        rest = rest[digits.Length..];
        return digits;
    }

    private static ulong? UnitOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1_000, // U+00B5 and U+03BC: both are typed for micro.
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => null,
    };

    private static bool IsBareNumber(ReadOnlySpan<char> text) =>
        text.IndexOfAnyInRange('0', '9') >= 0 && text.IndexOfAnyExcept("0123456789.") < 0 && text.Count('.') <= 1;

    private static string Decimal(UInt128 ticks, long ticksPerUnit) =>
        ((decimal)ticks / ticksPerUnit).ToString("0.#########", CultureInfo.InvariantCulture);

    private const string TooLongCause = "it is longer than 292 years";

    private static Parsed<TimeSpan> TooLong() => Bad(TooLongCause);

    private static Parsed<TimeSpan> Bad(string cause) => Parsed<TimeSpan>.Bad($"{cause}. {Example}");
}
