using System.Text.Json;
using System.Xml.Linq;
using Kubexit.Graveyards;
using Kubexit.StatusReports;
using Kubexit.Kubernetes;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Tests.StatusReports;

/// <summary>Names and words come from neighbours: whatever they hold, they cannot steer a terminal or break out of a document.</summary>
public sealed class StatusEscapingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> HostileTexts =>
    [
        "\u001b[2J\u001b]0;owned\u0007", "a\nb\r\nc", "<script>alert(1)</script>", "]]>&\"'", "x: y\n- z", "# : ; %% {{}}",
        "\u202egnp.exe", "\u2028\u2029\u0085\u009b31m", "\0", "\ud800lone", "\ufffe\uffff", "\U000e0041tag", "`$(id)`", "milestone, crit",
        "\\", "日本語🙂", "e\u0301",
    ];

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Table_HostileText_HasNoControlCharactersAndOneLineForEachProcess(string text)
    {
        var screen = new StatusScreen(160, isColoured: false).Render(Status(text));
        Assert.All(screen.EnumerateRunes().Where(r => r.Value != '\n'),
            r => Assert.True(PrintableText.IsPrintable(r), $"U+{r.Value:X4} in\n{screen}"));
        Assert.DoesNotContain('\u202e', screen);
        // Header, two processes, blank, axis, two processes, legend, and the end of the last line.
        Assert.Equal(9, screen.Split('\n').Length);
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Json_HostileText_ComesBackAsItWas(string text)
    {
        var process = JsonDocument.Parse(StatusJson.Render(Status(text))).RootElement.GetProperty("processes")[0];
        Assert.Equal(WellFormed(text), process.GetProperty("name").GetString());
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Yaml_HostileText_ComesBackAsItWas(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(StatusYaml.Render(Status(text))));
        var process = yaml.Documents[0].RootNode["processes"][0];
        Assert.Equal(WellFormed(text), ((YamlScalarNode)process["name"]).Value);
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Svg_HostileText_StaysTextAndWellFormed(string text)
    {
        var root = XDocument.Parse(StatusSvg.Render(Status(text))).Root!;
        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName == "script");
        Assert.Equal(2, root.Elements().Count(e => e.Name.LocalName == "g"));
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Mermaid_HostileText_AddsNoLineAndNoSyntax(string text)
    {
        var lines = StatusMermaid.Render(Status(text)).TrimEnd('\n').Split('\n');
        Assert.Equal(9, lines.Length);
        Assert.All(lines.Where(l => l.Contains("section", StringComparison.Ordinal)), l => Assert.DoesNotMatch("[#:;%<>&\"`{}\\[\\]]", l));
        Assert.All(lines.Where(l => l.Contains(" :", StringComparison.Ordinal)), l => Assert.Matches("^[^:]* :[a-z0-9, T:.-]+$", l));
    }

    private static string WellFormed(string text) => string.Concat(text.EnumerateRunes());

    private static GraveyardStatus Status(string text) => new(
        "/graveyard", Now,
        [
            new(text, ProcessState.Dead, new Tombstone { Born = Now.AddSeconds(-9), Died = Now, ExitCode = 1, Signal = Signal.Term }, null),
            new("plain", ProcessState.Unreadable, new Tombstone(), text),
        ]);
}
