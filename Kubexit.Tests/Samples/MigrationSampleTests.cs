using System.Text.Json.Nodes;
using Kubexit.Dependencies;
using Kubexit.Kubernetes.Objects;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Samples;

/// <summary>The manifest of samples/migration names what exists, waits for it as its README tells, and grants what that takes.</summary>
public sealed class MigrationSampleTests
{
    private readonly IReadOnlyList<JsonObject> _objects = YamlJson.Parse(Repository.ReadText("samples/migration/migration.yaml"));

    [Fact]
    public void Role_OfTheManifest_IsWhatPrintRolePrints()
    {
        var printed = YamlJson.Parse(ObjectRole.For(["job/migrate"], "kubexit-migration").Print());
        Assert.True(JsonNode.DeepEquals(printed[0], Assert.Single(_objects, o => (string?)o["kind"] == "Role")));
        Assert.True(JsonNode.DeepEquals(
            printed[1]["roleRef"], Assert.Single(_objects, o => (string?)o["kind"] == "RoleBinding")["roleRef"]));
    }

    [Fact]
    public void Deployments_OfTheManifest_AllWaitForTheJobThatIsThere()
    {
        Assert.Single(_objects, o => (string?)o["kind"] == "Job" && (string?)o["metadata"]!["name"] == "migrate");
        var entries = _objects.Where(o => (string?)o["kind"] == "Deployment").Select(Awaited).ToList();
        Assert.Equal(3, entries.Count);
        Assert.All(entries, entry => Assert.Equal("job/migrate:succeeded", DependencyEntry.ParseBirth(entry).Value.ToString()));
    }

    [Fact]
    public void Pods_OfTheManifest_AskAsTheAccountThatIsBound()
    {
        var account = (string?)Assert.Single(_objects, o => (string?)o["kind"] == "ServiceAccount")["metadata"]!["name"];
        Assert.Equal(account, (string?)Assert.Single(_objects, o => (string?)o["kind"] == "RoleBinding")["subjects"]![0]!["name"]);
        Assert.All(_objects.Where(o => (string?)o["kind"] == "Deployment"),
            o => Assert.Equal(account, (string?)o["spec"]!["template"]!["spec"]!["serviceAccountName"]));
    }

    private static string Awaited(JsonObject deployment)
    {
        var pod = deployment["spec"]!["template"]!["spec"]!;
        var variable = pod["containers"]![0]!["env"]?.AsArray().FirstOrDefault(env => (string?)env!["name"] == "KUBEXIT_BIRTH_DEPS");
        if (variable is not null) return (string)variable["value"]!;
        var command = pod["initContainers"]![0]!["command"]!.AsArray().Select(word => (string)word!).ToList();
        return command[command.IndexOf("--for") + 1];
    }
}
