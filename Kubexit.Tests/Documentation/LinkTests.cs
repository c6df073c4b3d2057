namespace Kubexit.Tests.Documentation;

/// <summary>Links between the pages lead somewhere.</summary>
public sealed class LinkTests
{
    public static TheoryData<string> Pages => [.. MarkdownPage.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_LeadToFilesAndHeadingsThatAreThere(string page) => Assert.Empty(MarkdownPage.DeadLinksOf(page));

    [Fact]
    public void Index_HasEveryPage()
    {
        var index = Infrastructure.Repository.ReadText("docs/README.md");
        Assert.All(
            MarkdownPage.All.Where(page => Path.GetDirectoryName(page) == "docs" && page != "docs/README.md"),
            page => Assert.Contains($"({Path.GetFileName(page)}", index, StringComparison.Ordinal));
    }
}
