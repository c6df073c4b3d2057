using System.Text.Json;
using System.Xml.Linq;
using Kubexit.Host;
using Kubexit.Tests.Infrastructure;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Tests.StatusReports;

/// <summary>What <c>kubexit status</c> shows of graveyards with 1, 5 and 200 tombstones, some vanished, some unreadable.</summary>
public sealed class StatusSnapshotTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(200)]
    public void Table_MatchesItsSnapshotAndNoLineIsTooLong(int processes)
    {
        using var graveyard = SampleGraveyard.Of(processes);
        var text = new StatusScreen(120, isColoured: false).Render(graveyard.Read());
        Assert.All(text.Split('\n'), line => Assert.True(ScreenLine.WidthOf(line) <= 120, line));
        Snapshot.Matches(text, $"StatusReports/Snapshots/{processes}.txt");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(200)]
    public void Json_MatchesItsSnapshotAndIsJson(int processes)
    {
        using var graveyard = SampleGraveyard.Of(processes);
        var text = StatusJson.Render(graveyard.Read());
        using var json = JsonDocument.Parse(text);
        Assert.Equal(processes, json.RootElement.GetProperty("processes").GetArrayLength());
        Snapshot.Matches(text, $"StatusReports/Snapshots/{processes}.json");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(200)]
    public void Yaml_MatchesItsSnapshotAndIsYaml(int processes)
    {
        using var graveyard = SampleGraveyard.Of(processes);
        var text = StatusYaml.Render(graveyard.Read());
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        Assert.Equal(processes, ((YamlSequenceNode)yaml.Documents[0].RootNode["processes"]).Children.Count);
        Snapshot.Matches(text, $"StatusReports/Snapshots/{processes}.yaml");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(200)]
    public void Mermaid_MatchesItsSnapshot(int processes)
    {
        using var graveyard = SampleGraveyard.Of(processes);
        Snapshot.Matches(StatusMermaid.Render(graveyard.Read()), $"StatusReports/Snapshots/{processes}.mmd");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(200)]
    public void Svg_MatchesItsSnapshotAndIsWellFormed(int processes)
    {
        using var graveyard = SampleGraveyard.Of(processes);
        var text = StatusSvg.Render(graveyard.Read());
        Assert.Equal(processes, XDocument.Parse(text).Root!.Elements().Count(e => e.Name.LocalName == "g"));
        Assert.DoesNotContain("href", text, StringComparison.Ordinal);
        Snapshot.Matches(text, $"StatusReports/Snapshots/{processes}.svg");
    }

    [Fact]
    public void Empty_EveryForm_SaysSo()
    {
        var status = new GraveyardStatus("/graveyard", DateTimeOffset.UnixEpoch, []);
        Assert.Equal("no tombstones in graveyard '/graveyard'\n", new StatusScreen(80, isColoured: true).Render(status));
        Assert.EndsWith("processes: []\n", StatusYaml.Render(status), StringComparison.Ordinal);
        Assert.Equal(0, JsonDocument.Parse(StatusJson.Render(status)).RootElement.GetProperty("processes").GetArrayLength());
        Assert.Contains("nobody", XDocument.Parse(StatusSvg.Render(status)).Root!.Value, StringComparison.Ordinal);
        Assert.StartsWith("gantt\n", StatusMermaid.Render(status), StringComparison.Ordinal);
    }
}
