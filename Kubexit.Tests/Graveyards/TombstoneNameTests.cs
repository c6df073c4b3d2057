using Kubexit.Graveyards;

namespace Kubexit.Tests.Graveyards;

public sealed class TombstoneNameTests
{
    [Theory]
    [InlineData("redis")]
    [InlineData("my app")]
    [InlineData("a..b")]
    [InlineData("ünïcode-世界")]
    [InlineData("a\\b")]
    public void ProblemWith_OneSegment_IsNull(string name) => Assert.Null(TombstoneName.ProblemWith(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("/")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    public void ProblemWith_NameThatLeadsElsewhere_B10_IsSaid(string? name) => Assert.NotNull(TombstoneName.ProblemWith(name));

    [Fact]
    public void ProblemWith_Length_IsCountedInBytes()
    {
        Assert.Null(TombstoneName.ProblemWith(new string('é', 120)));
        Assert.NotNull(TombstoneName.ProblemWith(new string('é', 120) + "x"));
    }
}
