using FsCheck;
using FsCheck.Fluent;
using Kubexit.Configuration;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Configuration;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("+0", 0)]
    [InlineData("0s", 0)]
    [InlineData("-0s", 0)]
    [InlineData("30s", 30_000_000_0)]
    [InlineData("+5s", 5_000_000_0)]
    [InlineData("300ms", 300_000_0)]
    [InlineData("1.s", 1_000_000_0)]
    [InlineData(".5s", 500_000_0)]
    [InlineData("1.5h", 5_400_000_000_0)]
    [InlineData("1h30m", 5_400_000_000_0)]
    [InlineData("3h30m1.5s2ms3us400ns", 12_601_502_003_4)]
    [InlineData("1µs", 10)]
    [InlineData("1\u03bcs", 10)]
    [InlineData("1us", 10)]
    [InlineData("199ns", 1)]
    [InlineData("99ns", 0)]
    [InlineData("50ns50ns", 1)]
    [InlineData("0.3333333333333333333h", 1_200_000_000_0)]
    [InlineData("0.100000000000000000000000000000000000s", 100_000_0)]
    [InlineData("0.9223372036854775807h", 3_320_413_933_2)]
    [InlineData("9223372036854775807ns", 92_233_720_368_547_758)]
    [InlineData("9223372036s854ms775us807ns", 92_233_720_368_547_758)]
    [InlineData("2562047h47m16.854775807s", 92_233_720_368_547_758)]
    public void Parse_WhatGoReads_ReadsTheSame(string text, long ticks)
    {
        var parsed = GoDuration.Parse(text);
        Assert.Null(parsed.Problem);
        Assert.Equal(TimeSpan.FromTicks(ticks), parsed.Value);
    }

    [Theory]
    [InlineData("", "it has no number")]
    [InlineData("-", "it has no number")]
    [InlineData(".", "a number is missing")]
    [InlineData("s", "'s' does not begin with a number")]
    [InlineData(".s", "'s' does not begin with a number")]
    [InlineData("3x", "'x' is not a unit")]
    [InlineData("1d", "'d' is not a unit")]
    [InlineData("1S", "'S' is not a unit")]
    [InlineData("1 s", "' s' is not a unit")]
    [InlineData("30s ", "'s ' is not a unit")]
    [InlineData(" 30s", "' 30s' does not begin with a number")]
    [InlineData("1h30", "'30' has no unit")]
    [InlineData("1..5s", "'1' has no unit")]
    [InlineData("--1s", "'-1s' does not begin with a number")]
    [InlineData("1e3s", "'e' is not a unit")]
    [InlineData("٣s", "'٣s' does not begin with a number")]
    [InlineData("9223372036854775808ns", "it is longer than 292 years")]
    [InlineData("18446744073709551616ns", "it is longer than 292 years")]
    [InlineData("9223372036855ms", "it is longer than 292 years")]
    [InlineData("9223372036854775807ns1ns", "it is longer than 292 years")]
    [InlineData("2562048h", "it is longer than 292 years")]
    public void Parse_WhatGoRefuses_SaysWhy(string text, string cause) => Assert.StartsWith(cause, GoDuration.Parse(text).Problem);

    [Theory]
    [InlineData("30", "the number has no unit. Write '30s' for seconds")]
    [InlineData("1.5", "the number has no unit. Write '1.5s' for seconds")]
    [InlineData("-5s", "a duration cannot be negative. Leave out the '-'")]
    public void Parse_CommonMistakes_SaysWhatToWrite(string text, string problem) => Assert.Equal(problem, GoDuration.Parse(text).Problem);

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "100ns")]
    [InlineData(11, "1.1µs")]
    [InlineData(22_000, "2.2ms")]
    [InlineData(30_000_000_0, "30s")]
    [InlineData(33_000_000, "3.3s")]
    [InlineData(3_600_000_000_0, "1h0m0s")]
    [InlineData(245_000_000_0, "4m5s")]
    [InlineData(245_001_000_0, "4m5.001s")]
    [InlineData(18_367_001_000_0, "5h6m7.001s")]
    [InlineData(-15_000_000, "-1.5s")]
    [InlineData(long.MinValue, "-256204778h48m5.4775808s")]
    public void Format_AnyDuration_WritesWhatGoWrites(long ticks, string expected) =>
        Assert.Equal(expected, GoDuration.Format(TimeSpan.FromTicks(ticks)));

    [Fact]
    public void Parse_WhatFormatWrote_GivesTheDurationBack()
    {
        // Every order of magnitude that 292 years of ticks have, each as likely as the others.
        var ticks =
            from high in Gen.Choose(0, int.MaxValue)
            from low in Gen.Choose(0, int.MaxValue)
            from shift in Gen.Choose(0, 56)
            select (((long)high << 31 | (uint)low) % (long.MaxValue / 100)) >> shift;
        Prop.ForAll(ticks.ToArbitrary(), n =>
        {
            var duration = TimeSpan.FromTicks(n);
            return GoDuration.Parse(GoDuration.Format(duration)).Value == duration;
        }).Check(Runs.Of(2000));
    }

    [Fact]
    public void Parse_AnyText_NeverThrowsAndNeverGivesBelowZero()
    {
        var text = Gen.Elements("0", "9", "12", ".", "h", "m", "s", "ms", "µs", "ns", "-", "+", " ", "9223372036854775807", "x").ListOf()
            .Select(string.Concat);
        Prop.ForAll(text.ToArbitrary(), t => GoDuration.Parse(t) is { Problem: not null } or { Value.Ticks: >= 0 })
            .Check(Runs.Of(5000));
    }
}
