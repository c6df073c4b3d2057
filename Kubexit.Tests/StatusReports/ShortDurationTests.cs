using Kubexit.StatusReports;

namespace Kubexit.Tests.StatusReports;

public sealed class ShortDurationTests
{
    [Theory]
    [InlineData(0, "0ms")]
    [InlineData(0.0494, "49ms")]
    [InlineData(0.9996, "1.00s")]
    [InlineData(9.994, "9.99s")]
    [InlineData(9.996, "10.0s")]
    [InlineData(59.96, "1m00s")]
    [InlineData(60, "1m00s")]
    [InlineData(192, "3m12s")]
    [InlineData(3599.9, "1h00m")]
    [InlineData(18_420, "5h07m")]
    [InlineData(273_600, "3d04h")]
    public void Format_HasTheDigitsThatMatter(double seconds, string expected) =>
        Assert.Equal(expected, ShortDuration.Format(TimeSpan.FromSeconds(seconds)));
}
