using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Kubexit.Graveyards;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Graveyards;

public sealed class Rfc3339Tests
{
    // Left as Go's time.RFC3339Nano writes it.
    [Theory]
    [InlineData("2026-11-20T11:26:25.314881095Z", "2026-11-20T11:26:25.3148810Z")]
    [InlineData("2026-11-20T11:26:25.3Z", "2026-11-20T11:26:25.3000000Z")]
    [InlineData("2026-11-20T11:26:25Z", "2026-11-20T11:26:25.0000000Z")]
    [InlineData("2026-11-20T13:26:25.5+02:00", "2026-11-20T11:26:25.5000000Z")]
    [InlineData("2026-11-20T05:56:25-05:30", "2026-11-20T11:26:25.0000000Z")]
    [InlineData("2026-11-20t11:26:25z", "2026-11-20T11:26:25.0000000Z")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.0000000Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000Z")]
    [InlineData("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.9999999Z")]
    public void TryParse_GoTimestamp_IsRead(string text, string expected)
    {
        Assert.True(Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var time));
        Assert.Equal(expected, time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-20")]
    [InlineData("2026-11-20 11:26:25Z")]
    [InlineData("2026-11-20T11:26:25")]
    [InlineData("2026-11-20T11:26:25.Z")]
    [InlineData("2026-11-20T11:26:25,5Z")]
    [InlineData("2026-11-20T11:26:61Z")]
    [InlineData("2026-11-20T11:60:25Z")]
    [InlineData("2026-11-20T24:00:00Z")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("2026-11-20T11:26:25+2:00")]
    [InlineData("2026-11-20T11:26:25+24:00")]
    [InlineData("2026-11-20T11:26:25Zx")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("٢٠٢٦-11-20T11:26:25Z")]
    public void TryParse_NoTimestamp_IsRefused(string text) => Assert.False(Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Format_AnyTime_IsReadBackAndReadByTheFramework() => Prop.ForAll(TombstoneGenerators.Tombstones, tombstone =>
    {
        var time = tombstone.Born ?? tombstone.Died ?? default;
        var buffer = new byte[Rfc3339.MaxLength];
        var text = buffer.AsSpan(0, Rfc3339.Format(time, buffer));
        Assert.True(Rfc3339.TryParse(text, out var read));
        Assert.Equal(time, read);
        Assert.Equal(time, DateTimeOffset.Parse(Encoding.ASCII.GetString(text), CultureInfo.InvariantCulture));
        Assert.DoesNotContain("0Z", Encoding.ASCII.GetString(text)[19..]);
    }).Check(Runs.Of(2000));

    [Theory]
    [InlineData(0, "2026-11-20T10:00:00Z")]
    [InlineData(1, "2026-11-20T10:00:00.0000001Z")]
    [InlineData(5_000_000, "2026-11-20T10:00:00.5Z")]
    public void Format_AnyOffset_IsUtcWithoutTrailingZeros(long ticks, string expected)
    {
        var time = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.FromHours(2)).AddTicks(ticks);
        var buffer = new byte[Rfc3339.MaxLength];
        Assert.Equal(expected, Encoding.ASCII.GetString(buffer, 0, Rfc3339.Format(time, buffer)));
    }
}
