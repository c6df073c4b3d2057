using Kubexit.Configuration;

namespace Kubexit.Tests.Configuration;

public sealed class GoPathTests
{
    [Theory]
    [InlineData("/graveyard", "/graveyard")]
    [InlineData("/graveyard//", "/graveyard")]
    [InlineData("//a//b/", "/a/b")]
    [InlineData("/a/./b/../c", "/a/c")]
    [InlineData("/..", "/")]
    [InlineData("/../a", "/a")]
    [InlineData("a/../..", "..")]
    [InlineData("../../a", "../../a")]
    [InlineData("a/..", ".")]
    [InlineData("./a", "a")]
    [InlineData("", ".")]
    public void Clean_AnyPath_AsGoCleansIt(string path, string cleaned) => Assert.Equal(cleaned, GoPath.Clean(path));

    [Theory]
    [InlineData("/")]
    [InlineData("//")]
    public void Clean_RootWithTrailingSlashes_StaysTheRoot_B27(string path) => Assert.Equal("/", GoPath.Clean(path));
}
