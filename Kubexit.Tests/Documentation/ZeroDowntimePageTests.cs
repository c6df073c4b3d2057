using System.Text.Json.Nodes;
using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Documentation;

/// <summary>The manifest of docs/zero-downtime.md: its variables are valid, and its times fit into each other. Its code is compiled by
/// FreshWebAppTests.</summary>
public sealed class ZeroDowntimePageTests
{
    private static readonly JsonNode Pod =
        YamlJson.Parse(Assert.Single(Repository.CodeBlocks("docs/zero-downtime.md", "yaml")))[0]!["spec"]!["template"]!["spec"]!;

    [Fact]
    public void Times_FitIntoEachOther()
    {
        var variables = Pod["containers"]![0]!["env"]!.AsArray().ToDictionary(variable => (string)variable!["name"]!,
            variable => (string)variable!["value"]!);
        var reader = new SettingsReader(variables.GetValueOrDefault);
        var options = EnvironmentSettings.ReadInto(new CoordinatorOptions(), reader).Options;
        var serveOn = reader.Duration("KUBEXIT_SERVE_AFTER_STOP", TimeSpan.Zero);
        Assert.Empty(reader.Errors);
        Assert.Empty(variables.Keys.Except(reader.Known));
        Assert.Equal(TimeSpan.FromSeconds(5), serveOn);
        Assert.InRange(options.TerminationDeadline!.Value, serveOn * 2,
            TimeSpan.FromSeconds((int)Pod["terminationGracePeriodSeconds"]! - 1));
    }

    [Fact]
    public void Probes_AskForWhatTheCodeMaps()
    {
        var container = Pod["containers"]![0]!;
        var code = Assert.Single(Repository.CodeBlocks("docs/zero-downtime.md", "csharp"));
        foreach (var probe in (string[])["readinessProbe", "livenessProbe"])
            Assert.Contains($"MapHealthChecks(\"{container[probe]!["httpGet"]!["path"]}\"", code, StringComparison.Ordinal);
        Assert.Equal("graveyard", (string?)container["volumeMounts"]![0]!["name"]);
        Assert.Equal("graveyard", (string?)Pod["volumes"]![0]!["name"]);
    }
}
