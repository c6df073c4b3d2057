using Kubexit.Lint.Reading;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Lint.Manifests;

/// <summary>Reads the templates of an Argo workflow that run a pod: their containers have the fields of a pod's.</summary>
internal static class ArgoReader
{
    public static IEnumerable<PodSpec> Read(Manifest manifest, YamlNode? spec)
    {
        foreach (var template in spec.Get("templates").Items())
        {
            var main = template.Get("container") ?? template.Get("script");
            var set = template.Get("containerSet", "containers");
            if (main is not YamlMappingNode && set is not YamlSequenceNode) continue;
            var name = template.Get("name").Text();
            yield return Read(manifest, spec!, template, name is null ? manifest.Name : $"{manifest.Name}/{name}", main, set);
        }
    }

    private static PodSpec Read(Manifest manifest, YamlNode spec, YamlNode template, string name, YamlNode? main, YamlNode? set)
    {
        var grace = TimeSpan.FromSeconds(30);
        var deadline = template.Get("activeDeadlineSeconds").Number() ?? spec.Get("activeDeadlineSeconds").Number();
        return new()
        {
            Kind = manifest.Kind,
            Name = name,
            Namespace = manifest.Namespace,
            Span = SourceSpan.Of(manifest.File, template.Get("name") ?? template),
            Node = Joined(spec, template),
            Containers =
            [
                .. template.Get("initContainers").Items().Select(node => Container(node, isInit: true)),
                .. main is null ? []
                    : new[] { Container(main, isInit: false) }.Select(one => one.Name.Length > 0 ? one : one with { Name = "main" }),
                .. set.Items().Select(node => Container(node, isInit: false)),
                .. template.Get("sidecars").Items().Select(node => Container(node, isInit: false)),
            ],
            Annotations = PodReader.Annotations(manifest.Root, template),
            TerminationGrace = grace,
            ActiveDeadline = deadline is >= 0 and < int.MaxValue ? TimeSpan.FromSeconds(deadline.Value) : null,
            RestartPolicy = RestartRule.Never,
        };

        Container Container(YamlNode node, bool isInit) => ContainerReader.Read(manifest.File, node, isInit, grace, RestartRule.Never);
    }

    /// <summary>A template's own fields, and those of the workflow that a pod has too.</summary>
    private static YamlMappingNode Joined(YamlNode spec, YamlNode template)
    {
        var joined = new YamlMappingNode();
        foreach (var field in new[] { "serviceAccountName", "automountServiceAccountToken", "securityContext" })
        {
            if ((template.Get(field) ?? spec.Get(field)) is { } value) joined.Add(field, value);
        }

        joined.Add("volumes",
            new YamlSequenceNode([.. spec.Get("volumes").Items(), .. spec.Get("volumeClaimTemplates").Items(), .. template.Get("volumes")
                .Items()]));
        return joined;
    }
}
