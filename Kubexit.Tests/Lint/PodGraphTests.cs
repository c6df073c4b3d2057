using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Kubexit.Lint.Graphs;
using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;

namespace Kubexit.Tests.Lint;

public sealed class PodGraphTests
{
    [Fact]
    public void Edges_OfEachList_PointFromTheOneThatGoesFirst()
    {
        var graph = Pictures.Pod("db", "app BIRTH_DEPS=db,job/migrate,sidecar? DEATH_DEPS=db:failed OUTLIVE_DEPS=db");
        Assert.Equal(
            [
                "db Start app: ready: app starts after db is ready",
                "job/migrate Start app: succeeded: app starts after job/migrate has succeeded",
                "sidecar Start app: ready?: app starts after sidecar is ready, if it is there",
                "db Stop app: failed: app is stopped when db has failed",
                "db Outlive app: : app ends after db when the pod is deleted",
            ],
            graph.Edges.Select(edge =>
                $"{graph.Nodes[edge.From].Name} {edge.Kind} {graph.Nodes[edge.To].Name}: {edge.Label}: {edge.Sentence}"));
        Assert.Equal([NodeKind.Member, NodeKind.Member, NodeKind.Object, NodeKind.Unclaimed], graph.Nodes.Select(node => node.Kind));
    }

    [Fact]
    public void Columns_FollowTheStarts()
    {
        var graph = Pictures.Named("five");
        var columns = GraphColumns.Of(graph);
        Assert.Equal(
            ["job/migrate 0", "sidecar 0", "config 1", "install 1", "tracing 1", "database 2", "metrics 2", "cache 3", "app 4", "proxy 5"],
            graph.Nodes.Select((node, i) => (node.Name, Column: columns[i])).OrderBy(n => n.Column).ThenBy(
                n => n.Name, StringComparer.Ordinal).Select(n => $"{n.Name} {n.Column}"));
    }

    [Fact]
    public void Cycles_OfBirths_AreFoundWithoutThoseThatOnlyWaitForThem()
    {
        var graph = Pictures.Named("cycle");
        Assert.Equal("Never started: a, b and c wait for each other.", graph.Describe(Assert.Single(graph.Cycles)));
        Assert.Equal(3, graph.Edges.Count(edge => edge.IsInCycle));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("    restartPolicy: Always\n", 0)]
    public void Cycles_InitContainerWaitsForAnOrdinaryOne_OnlyASidecarMay(string restart, int cycles)
    {
        var init = "  initContainers:\n" + Pictures.Container("first BIRTH_DEPS=app") + restart;
        Assert.Equal(cycles, Pictures.Of(Pictures.Manifest(init, "app")).Cycles.Count);
    }

    [Theory]
    [InlineData("two")]
    [InlineData("five")]
    [InlineData("twenty")]
    [InlineData("cycle")]
    [InlineData("loops")]
    public void Layout_NoBoxTouchesAnotherAndNoArrowCrossesOne(string name) => AssertIsReadable(Pictures.Named(name));

    [Fact]
    public void Layout_RandomPods_NoBoxTouchesAnotherAndNoArrowCrossesOne()
    {
        var random = new Random(18);
        for (var i = 0; i < 60; i++)
        {
            var count = random.Next(1, 21);
            string Names() => string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => $"c{random.Next(count + 2)}").Distinct());
            string List(string key) => Names() is { Length: > 0 } names ? $" {key}={names}" : "";
            AssertIsReadable(Pictures.Pod(
                [.. Enumerable.Range(0, count).Select(n => $"c{n}{List("BIRTH_DEPS")}{List("DEATH_DEPS")}{List("OUTLIVE_DEPS")}")]));
        }
    }

    [Fact]
    public void Svg_EveryCoordinate_LiesInThePicture()
    {
        var root = XDocument.Parse(GraphSvg.Render([Pictures.Named("twenty"), Pictures.Named("cycle"), Pictures.Named("loops")])).Root!;
        var (width, height) = ((double)root.Attribute("width")!, (double)root.Attribute("height")!);
        foreach (var path in root.Descendants().Select(e => (string?)e.Attribute("d")).OfType<string>())
        {
            foreach (Match point in Regex.Matches(path, "[MCH ](-?[0-9.]+) (-?[0-9.]+)"))
            {
                if (path[point.Index] == 'M' || path.Contains('C', StringComparison.Ordinal))
                {
                    Assert.InRange(double.Parse(point.Groups[1].Value, CultureInfo.InvariantCulture), 0, width);
                    Assert.InRange(double.Parse(point.Groups[2].Value, CultureInfo.InvariantCulture), 0, height);
                }
            }
        }
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("a\\\"]; b -> c [label=\\\"")]
    [InlineData("x\\n%% {{}} end")]
    [InlineData("\\u202egnp.exe")]
    [InlineData("]]>&\\\"'")]
    public void HostileName_StaysText(string name)
    {
        var manifest = $"apiVersion: v1\nkind: Pod\nmetadata: {{name: \"{name}\"}}\nspec:\n  containers:\n  - {{name: \"{name}\"}}\n"
            + Pictures.Container("app BIRTH_DEPS=db");
        PodGraph[] pods = [.. PodGraph.Of(LintInput.Parse([new SourceFile("x.yaml", manifest)]))];
        var root = XDocument.Parse(GraphSvg.Render(pods)).Root!;
        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName == "script");
        Assert.DoesNotContain("\u202e", root.Value, StringComparison.Ordinal);

        var mermaid = GraphMermaid.Render(pods);
        Assert.Equal(7, mermaid.TrimEnd('\n').Split('\n').Length);
        Assert.All(mermaid.Split('\n'), line => Assert.True(line.Count(c => c == '"') is 0 or 2, line));
        var dot = GraphDot.Render(pods);
        Assert.Equal(10, dot.TrimEnd('\n').Split('\n').Length);
        Assert.All(dot.Split('\n'), line => Assert.Matches("^([^\"]|\"([^\"\\\\]|\\\\.)*\")*$", line));
    }

    private static void AssertIsReadable(PodGraph graph)
    {
        var layout = new LayeredLayout(graph);
        foreach (var column in layout.Columns)
        {
            for (var i = 1; i < column.Count; i++)
            {
                var gap = column[i].Y - column[i].Height / 2 - (column[i - 1].Y + column[i - 1].Height / 2);
                Assert.True(gap > 9, $"{gap} pixels between slots {i - 1} and {i} of column {column[i].Column}");
            }
        }

        // An arrow runs through gaps, and through a column only where it has a slot of its own.
        for (var edge = 0; edge < graph.Edges.Count; edge++)
        {
            var pieces = layout.Pieces[edge];
            for (var i = 1; i < pieces.Count; i++)
            {
                Assert.Same(pieces[i - 1].To, pieces[i].From);
                Assert.Null(pieces[i].From.Node);
            }

            foreach (var piece in pieces) Assert.True(piece.IsLoop || piece.To.Column == piece.From.Column + 1);
            if (pieces.Count > 0) Assert.Equal(
                new HashSet<int?> { graph.Edges[edge].From, graph.Edges[edge].To }, [pieces[0].From.Node, pieces[^1].To.Node]);
        }
    }
}
