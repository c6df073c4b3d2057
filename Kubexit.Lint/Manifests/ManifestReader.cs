using Kubexit.Lint.Reading;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Lint.Manifests;

/// <summary>Finds the objects of a document, and the pods in them.</summary>
internal static class ManifestReader
{
    // A list can hold itself by an alias.
    private const int DeepestList = 8;

    public static void Read(SourceFile file, YamlNode document, List<Manifest> manifests, List<PodSpec> pods) =>
        Read(file, document, manifests, pods, DeepestList);

    private static void Read(SourceFile file, YamlNode document, List<Manifest> manifests, List<PodSpec> pods, int deepest)
    {
        if (document.Get("kind").Text() is not { } kind)
        {
            if (document.Get("services") is YamlMappingNode) pods.Add(ComposeReader.Read(file, document));
            return;
        }

        if (document.Get("items") is YamlSequenceNode items && kind.EndsWith("List", StringComparison.Ordinal))
        {
            if (deepest == 0) return;
            foreach (var item in items.Children) Read(file, item, manifests, pods, deepest - 1);
            return;
        }

        var metadata = document.Get("metadata");
        var name = metadata.Get("name").Text() ?? metadata.Get("generateName").Text() ?? "";
        var manifest = new Manifest(file, kind, name, metadata.Get("namespace").Text(), document);
        manifests.Add(manifest);
        pods.AddRange(PodsOf(manifest));
    }

    private static IEnumerable<PodSpec> PodsOf(Manifest manifest)
    {
        var root = manifest.Root;
        var spec = root.Get("spec");
        return manifest.Kind switch
        {
            "Pod" => [PodReader.Read(manifest, root)],
            "PodTemplate" => OfTemplate(root.Get("template")),
            "CronJob" => OfTemplate(spec.Get("jobTemplate", "spec", "template"), spec.Get("jobTemplate", "spec")),
            "Job" => OfTemplate(spec.Get("template"), spec),
            "Workflow" or "WorkflowTemplate" or "ClusterWorkflowTemplate" => ArgoReader.Read(manifest, spec),
            "CronWorkflow" => ArgoReader.Read(manifest, spec.Get("workflowSpec")),

            // Deployment, StatefulSet, DaemonSet, ReplicaSet, and kinds of others that are made alike.
            _ => OfTemplate(spec.Get("template")),
        };

        IEnumerable<PodSpec> OfTemplate(YamlNode? template, YamlNode? job = null) =>
            template.Get("spec").Get("containers") is YamlSequenceNode || (job is not null && template is not null)
                ? [PodReader.Read(manifest, template!, job)] : [];
    }
}
