using System.Text.Json.Nodes;
using Kubexit.Configuration;

namespace Kubexit.Tests.Samples;

/// <summary>One container of a sample, as the tests ask about it.</summary>
internal sealed class SampleContainer(JsonObject value)
{
    public JsonObject Value => value;

    public string Name => (string)value["name"]!;

    public IReadOnlyList<string> Command => [.. (value["command"] as JsonArray ?? []).Select(word => (string)word!)];

    /// <summary>Whether kubexit wraps the process: the command is a kubexit that another container has put into a volume.</summary>
    public bool IsWrapped => Command is [['/', ..] path, _, ..] && path.EndsWith("/kubexit", StringComparison.Ordinal);

    public bool IsInstaller => Command is ["kubexit", "self-install", _];

    /// <summary>Name and path of each volume that is mounted.</summary>
    public IReadOnlyDictionary<string, string> Mounts =>
        SampleManifest.Members(value, "volumeMounts").ToDictionary(mount => (string)mount["mountPath"]!, mount => (string)mount["name"]!);

    public IReadOnlyDictionary<string, string> Variables =>
        SampleManifest.Members(value, "env").ToDictionary(
            variable => (string)variable["name"]!, variable => (string?)variable["value"] ?? "");

    /// <summary>The field of the pod that a variable is taken from.</summary>
    public string? FieldOf(string variable) =>
        (string?)SampleManifest.Members(value, "env").SingleOrDefault(candidate => (string?)candidate["name"] == variable)?["valueFrom"]?[
            "fieldRef"]?["fieldPath"];

    /// <summary>What kubexit makes of the variables, those from fields filled in.</summary>
    public EnvironmentSettings Settings()
    {
        var variables = Variables;
        return EnvironmentSettings.Read(
            name => variables.GetValueOrDefault(name) is "" ? "from-the-pod" : variables.GetValueOrDefault(name), variables.Keys);
    }
}
