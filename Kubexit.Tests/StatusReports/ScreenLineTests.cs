using Kubexit.StatusReports;

namespace Kubexit.Tests.StatusReports;

public sealed class ScreenLineTests
{
    [Theory]
    [InlineData("abc", 3)]
    [InlineData("日本", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("🙂", 2)]
    [InlineData("━", 1)]
    public void WidthOf_CountsColumnsAndNotCharacters(string text, int width) => Assert.Equal(width, ScreenLine.WidthOf(text));

    [Fact]
    public void Append_TooLong_IsCutAtTheEdgeAndNeverInsideACharacter() =>
        Assert.Equal("ab日", new ScreenLine(5, false).Append("ab日本").ToString());

    [Fact]
    public void Cell_TooLong_EndsInAnEllipsis() => Assert.Equal("abc…|", new ScreenLine(9, false).Cell("abcdef", 4).Append("|").ToString());

    [Fact]
    public void Append_Colour_IsNotCountedAndOnlyWrittenWhenWanted()
    {
        Assert.Equal("\u001b[31mab\u001b[0m", new ScreenLine(2, true).Append("abc", Colour.Red).ToString());
        Assert.Equal("ab", new ScreenLine(2, false).Append("abc", Colour.Red).ToString());
    }
}
