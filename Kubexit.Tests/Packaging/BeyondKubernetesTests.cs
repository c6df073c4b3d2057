using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kubexit.Configuration;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Packaging;

/// <summary>
/// Each snippet of docs/beyond-kubernetes.md parses, its variables are valid, and each dependency is a process of the same snippet with the
/// same graveyard.
/// </summary>
public sealed partial class BeyondKubernetesTests
{
    private const string Page = "docs/beyond-kubernetes.md";

    public static TheoryData<string, int> Snippets =>
    [
        .. from language in (string[])["yaml", "ini", "hcl", "json"]
           from place in Enumerable.Range(0, Repository.CodeBlocks(Page, language).Count)
           select new TheoryDataRow<string, int>(language, place),
    ];

    [Fact]
    public void Snippets_OfThePage_AreOneForEachPlatform() => Assert.Equal(7, Snippets.Count());

    [Theory]
    [MemberData(nameof(Snippets))]
    public void Snippet_OfEveryPlatform_HasValidVariablesThatFitTogether(string language, int place)
    {
        var snippet = Repository.CodeBlocks(Page, language)[place];
        var processes = Processes(language, snippet);
        Assert.Equal(2, processes.Count);
        var settings = processes.Select(variables => EnvironmentSettings.Read(variables.GetValueOrDefault, variables.Keys)).ToList();
        Assert.All(settings, one => Assert.Empty(one.Errors.Concat(one.Warnings)));
        var names = settings.Select(one => one.Options.Name).ToHashSet();
        Assert.Equal(2, names.Count);
        Assert.All(settings, one => Assert.Equal(settings[0].Options.GraveyardPath, one.Options.GraveyardPath));
        AssertShared(settings[0].Options.GraveyardPath, language, snippet);
        Assert.All(settings, one =>
        {
            foreach (var dependency in one.Options.BirthDependencies)
                Assert.NotNull(settings.Single(other => other.Options.Name == dependency.Name).Options.ReadinessProbe);
            Assert.Subset(names, one.Options.DeathDependencies.Select(dependency => dependency.Name).ToHashSet());
            Assert.Subset(names, one.Options.OutliveDependencies.ToHashSet());
        });
    }

    /// <summary>The variables of each wrapped process.</summary>
    private static IReadOnlyList<Dictionary<string, string>> Processes(string language, string snippet) => language switch
    {
        "yaml" => [.. Lists(YamlJson.Parse(snippet)[0], "env").Select(Variables)],
        "json" => [.. Lists(JsonNode.Parse(snippet), "environment").Select(Variables)],
        "hcl" => [.. HclBlock().Matches(snippet).Select(block => Pairs(HclPair(), block.Value))],
        _ => [.. snippet.Split("\n# ").Select(file => Pairs(IniPair(), file)).Where(variables => variables.Count > 0)],
    };

    /// <summary>Both processes have one volume of the snippet, or one that the platform gives them, at the graveyard's path.</summary>
    private static void AssertShared(string graveyard, string language, string snippet)
    {
        var mounts = language switch
        {
            "yaml" => VolumesAt(YamlJson.Parse(snippet)[0]!, graveyard, "volumeMounts", "mountPath", "name", "volumeName"),
            "json" => VolumesAt(JsonNode.Parse(snippet)!, graveyard, "mountPoints", "containerPath", "sourceVolume"),
            // The group's tasks share /alloc: nothing is mounted.
            "hcl" => [.. HclBlock().Matches(snippet).Select(
                _ => graveyard.StartsWith("/alloc/", StringComparison.Ordinal) ? "alloc" : "none")],
            _ => IniVolume().Matches(snippet).Select(volume => (Name: volume.Groups["name"].Value, Path: volume.Groups["path"].Value))
                .Where(volume => volume.Path == graveyard && snippet.Contains($"# {volume.Name}\n", StringComparison.Ordinal)).Select(
                    volume => volume.Name)
                .Concat(RuntimeDirectory().Matches(snippet).Select(folder => folder.Groups[1].Value).Where(
                    folder => graveyard == "/run/" + folder)).ToList(),
        };
        Assert.Equal(2, mounts.Count);
        Assert.Single(mounts.Distinct());
        Assert.DoesNotContain("none", mounts);
    }

    private static List<string> VolumesAt(JsonNode document, string path, string list, string at, params string[] names)
    {
        var declared = Lists(document, "volumes").SelectMany(volumes => volumes).Select(volume => (string)volume!["name"]!).ToHashSet();
        var mounted = Lists(document, list).SelectMany(mounts => mounts).Where(mount => (string)mount![at]! == path)
            .Select(mount => (string)names.Select(name => mount![name]).First(value => value is not null)!).ToList();
        Assert.Subset(declared, mounted.ToHashSet());
        return mounted;
    }

    private static IEnumerable<JsonArray> Lists(JsonNode? node, string key) => node switch
    {
        JsonObject map => map.SelectMany(pair => pair.Key == key ? [pair.Value!.AsArray()] : Lists(pair.Value, key)),
        JsonArray list => list.SelectMany(value => Lists(value, key)),
        _ => [],
    };

    private static Dictionary<string, string> Variables(JsonArray list)
    {
        // A number or a flag without quotes is refused.
        Assert.All(list, variable => Assert.Equal(JsonValueKind.String, variable!["value"]!.GetValueKind()));
        return list.ToDictionary(variable => (string)variable!["name"]!, variable => (string)variable!["value"]!);
    }

    private static Dictionary<string, string> Pairs(Regex pair, string text) =>
        pair.Matches(text).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);

    [GeneratedRegex(@"env \{.*?\}", RegexOptions.Singleline)]
    private static partial Regex HclBlock();

    [GeneratedRegex("""(?<name>KUBEXIT_\w+)\s*=\s*"(?<value>[^"]*)"$""", RegexOptions.Multiline)]
    private static partial Regex HclPair();

    [GeneratedRegex("^Volume=(?<name>[^:]+):(?<path>.+)$", RegexOptions.Multiline)]
    private static partial Regex IniVolume();

    [GeneratedRegex("^RuntimeDirectory=(.+)$", RegexOptions.Multiline)]
    private static partial Regex RuntimeDirectory();

    [GeneratedRegex("^Environment=(?<name>KUBEXIT_[A-Z_]+)=(?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex IniPair();
}
