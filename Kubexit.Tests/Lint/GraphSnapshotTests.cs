using System.Xml.Linq;
using Kubexit.Lint.Graphs;
using Kubexit.Lint.Manifests;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Lint;

/// <summary>
/// Pictures that somebody has looked at, in light and dark. With KUBEXIT_UPDATE_SNAPSHOTS=1 they are written anew: look at them again.
/// </summary>
public sealed class GraphSnapshotTests
{
    [Theory]
    [InlineData("two")]
    [InlineData("five")]
    [InlineData("twenty")]
    [InlineData("cycle")]
    [InlineData("loops")]
    public void Svg_MatchesItsSnapshotAndStandsAlone(string name)
    {
        var text = GraphSvg.Render([Pictures.Named(name)]);
        AssertStandsAlone(text);
        Snapshot.Matches(text, $"Lint/Snapshots/{name}.svg");
    }

    [Theory]
    [InlineData("five")]
    [InlineData("cycle")]
    public void MermaidAndDot_MatchTheirSnapshots(string name)
    {
        Snapshot.Matches(GraphMermaid.Render([Pictures.Named(name)]), $"Lint/Snapshots/{name}.mmd");
        Snapshot.Matches(GraphDot.Render([Pictures.Named(name)]), $"Lint/Snapshots/{name}.dot");
    }

    [Fact]
    public void Timeline_MatchesItsSnapshot()
    {
        var takes = new Dictionary<string, TakenTime>
        {
            ["config"] = new(TimeSpan.FromSeconds(1), null),
            ["job/migrate"] = new(TimeSpan.FromSeconds(6), null),
            ["database"] = new(TimeSpan.FromSeconds(2), null),
            ["cache"] = new(TimeSpan.FromSeconds(1), null),
            ["app"] = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20)),
            ["proxy"] = new(TimeSpan.FromSeconds(12), null),
        };
        var status = new PodRun(Pictures.Named("five"), takes).Status;
        var text = TimelineSvg.Render([(status, new RunStory(takes, status))]);
        AssertStandsAlone(text);
        Snapshot.Matches(text, "Lint/Snapshots/five-run.svg");
    }

    [Fact]
    public void Deletion_MatchesItsSnapshot()
    {
        var deletion = new PodDeletion(Pictures.Named("five"));
        var text = TimelineSvg.Render([(deletion.Status, new DeletionStory(deletion, "terminationGracePeriodSeconds"))]);
        AssertStandsAlone(text);
        Snapshot.Matches(text, "Lint/Snapshots/five-deletion.svg");
    }

    /// <summary>
    /// The picture of docs/lint.md: <c>kubexit-lint graph samples/kubernetes/proxy-with-database-job.yaml > docs/lint-graph.svg</c>.
    /// </summary>
    [Fact]
    public void PictureOfTheLintPage_IsThatOfItsSample()
    {
        var input = LintInput.Read([Path.Combine(Repository.Root, "samples", "kubernetes", "proxy-with-database-job.yaml")]);
        Snapshot.Matches(GraphSvg.Render(PodGraph.Of(input)), "../docs/lint-graph.svg");
    }

    private static void AssertStandsAlone(string svg)
    {
        var root = XDocument.Parse(svg).Root!;
        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName is "script" or "image" or "use" or "foreignObject");
        Assert.DoesNotContain("href", svg, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", svg, StringComparison.Ordinal);
        Assert.NotEmpty(root.Element(root.Name.Namespace + "title")!.Value);
    }
}
