using System.Text.Json.Nodes;
using Kubexit.Kubernetes;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Samples;

/// <summary>One manifest, of <c>samples/kubernetes</c> unless its path says otherwise.</summary>
internal sealed class SampleManifest
{
    /// <summary>The one name of our image, everywhere.</summary>
    public const string Image = "ghcr.io/kubexit-net/kubexit:0.1.0";

    private SampleManifest(string file) => Objects = YamlJson.Parse(File.ReadAllText(file));

    public IReadOnlyList<JsonObject> Objects { get; }

    /// <summary>The Job or Deployment.</summary>
    public JsonObject Workload => Objects.Single(value => value["spec"]?["template"] is not null);

    public JsonObject PodSpec => Workload["spec"]!["template"]!["spec"]!.AsObject();

    public IReadOnlyList<SampleContainer> Containers =>
        [.. Members(PodSpec, "initContainers").Concat(Members(PodSpec, "containers")).Select(value => new SampleContainer(value))];

    public static IEnumerable<string> Names =>
        Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "samples", "kubernetes");

    public static SampleManifest ReadFile(string path) => new(path);

    public static SampleManifest Read(string name) => new(Path.Combine(Folder, name));

    public IEnumerable<JsonObject> OfKind(string kind) => Objects.Where(value => (string?)value["kind"] == kind);

    public static IEnumerable<JsonObject> Members(JsonNode node, string key) =>
        (node[key] as JsonArray ?? []).Select(value => value!.AsObject());
}
