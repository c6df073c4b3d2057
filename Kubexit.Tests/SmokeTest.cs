namespace Kubexit.Tests;

public sealed class SmokeTest
{
    [Fact]
    public void Runner_Runs_Passes() => Assert.True(true);
}
