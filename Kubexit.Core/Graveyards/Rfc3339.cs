using System.Buffers.Text;

namespace Kubexit.Graveyards;

/// <summary>
/// Timestamps as Go writes and reads them (<see href="https://www.rfc-editor.org/rfc/rfc3339">RFC 3339</see>, up to nine digits of a
/// second). .NET's own parsers stop at seven digits.
/// </summary>
internal static class Rfc3339
{
    /// <summary>The longest text <see cref="Format"/> writes.</summary>
    public const int MaxLength = 28;

    /// <summary>.NET counts a second in ticks of 100 nanoseconds.</summary>
    private const int TickDigits = 7;

    /// <summary>Writes UTC with a <c>Z</c> and as many digits of a second as it takes, without trailing zeros, like RFC3339Nano.</summary>
    /// <returns>The number of bytes written.</returns>
    public static int Format(DateTimeOffset time, Span<byte> destination)
    {
        var utc = time.UtcDateTime;
        Utf8Formatter.TryFormat(utc, destination, out var length, 'O');
        var fraction = length - 1;
        while (destination[fraction - 1] == (byte)'0') fraction--;
        if (destination[fraction - 1] == (byte)'.') fraction--;
        destination[fraction] = (byte)'Z';
        return fraction + 1;
    }

    /// <summary>Reads any offset; digits beyond 100 nanoseconds are cut off.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || (text[10] | 0x20) != 't' || text[13] != ':' || text[16] != ':')
            return false;
        int century = TwoDigits(text, 0), yearOfCentury = TwoDigits(text, 2), month = TwoDigits(text, 5), day = TwoDigits(text, 8);
        int hour = TwoDigits(text, 11), minute = TwoDigits(text, 14), second = TwoDigits(text, 17), year = (century * 100) + yearOfCentury;
        if ((century | yearOfCentury | month | day | hour | minute | second) < 0) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59
            || second > 60)
            return false;
        var rest = text[19..];
        if (!TryTakeFraction(ref rest, out var ticks) || !TryParseOffset(rest, out var offset)) return false;

        // 60 is a leap second: RFC 3339 allows it and .NET does not know it.
        var local = new DateTime(year, month, day, hour, minute, Math.Min(second, 59), DateTimeKind.Unspecified).AddTicks(ticks);
        if (local.Ticks < offset.Ticks || local.Ticks - offset.Ticks > DateTime.MaxValue.Ticks) return false;
        time = new DateTimeOffset(local.Ticks - offset.Ticks, TimeSpan.Zero);
        return true;
    }

    private static bool TryTakeFraction(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || rest[0] != '.') return true;
        var end = 1;
        for (; end < rest.Length && rest[end] is >= (byte)'0' and <= (byte)'9'; end++)
        {
            if (end <= TickDigits) ticks = (ticks * 10) + (rest[end] - '0');
        }

        for (var i = end; i <= TickDigits; i++) ticks *= 10;
        rest = rest[end..];
        return end > 1;
    }

    private static bool TryParseOffset(ReadOnlySpan<byte> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text.Length == 1) return (text[0] | 0x20) == 'z';
        if (text.Length != 6 || text[3] != ':' || text[0] is not ((byte)'+' or (byte)'-')) return false;
        int hours = TwoDigits(text, 1), minutes = TwoDigits(text, 4);
        if (hours is < 0 or > 23 || minutes is < 0 or > 59) return false;
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    /// <returns>The number; -1 unless both are digits.</returns>
    private static int TwoDigits(ReadOnlySpan<byte> text, int at)
    {
        int tens = text[at] - '0', ones = text[at + 1] - '0';
        return tens is < 0 or > 9 || ones is < 0 or > 9 ? -1 : (tens * 10) + ones;
    }
}
