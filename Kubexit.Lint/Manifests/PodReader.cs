using Kubexit.Lint.Reading;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Lint.Manifests;

/// <summary>Reads a pod, or the template of one.</summary>
internal static class PodReader
{
    private const long DefaultTerminationGrace = 30;

    /// <param name="manifest">The object.</param>
    /// <param name="template">What has <c>metadata</c> and <c>spec</c> of the pod.</param>
    /// <param name="job">The spec of the Job that makes it, if one does.</param>
    public static PodSpec Read(Manifest manifest, YamlNode template, YamlNode? job = null)
    {
        var spec = template.Get("spec") ?? template;
        var deadlines = new[] { spec.Get("activeDeadlineSeconds").Number(), job.Get("activeDeadlineSeconds").Number() };
        var grace = Seconds(spec.Get("terminationGracePeriodSeconds").Number()) ?? TimeSpan.FromSeconds(DefaultTerminationGrace);
        var restarts = RestartPolicy(spec);
        return new()
        {
            Kind = manifest.Kind,
            Name = manifest.Name,
            Namespace = manifest.Namespace,
            Span = manifest.Span,
            Node = spec,
            Containers =
            [
                .. spec.Get("initContainers").Items()
                    .Select(node => ContainerReader.Read(manifest.File, node, isInit: true, grace, restarts)),
                .. spec.Get("containers").Items().Select(node => ContainerReader.Read(manifest.File, node, isInit: false, grace, restarts)),
            ],
            Annotations = Annotations(manifest.Root, template),
            TerminationGrace = grace,
            ActiveDeadline = Seconds(deadlines.Min()),
            RestartPolicy = restarts,
        };
    }

    public static Dictionary<string, string> Annotations(params ReadOnlySpan<YamlNode> nodes)
    {
        var annotations = new Dictionary<string, string>();
        foreach (var node in nodes)
        {
            foreach (var (key, value) in node.Get("metadata", "annotations").Pairs())
            {
                if (key.Text() is not { } name || value.Text() is not { } text) continue;

                // Of both there is: what one ignores, the other does not take back.
                annotations[name] = annotations.TryGetValue(name, out var before) && before != text ? $"{before},{text}" : text;
            }
        }

        return annotations;
    }

    public static RestartRule RestartPolicy(YamlNode? spec) => spec.Get("restartPolicy").Text() switch
    {
        "Never" => RestartRule.Never,
        "OnFailure" => RestartRule.OnFailure,
        _ => RestartRule.Always,
    };

    private static TimeSpan? Seconds(long? seconds) =>
        seconds is >= 0 and < int.MaxValue and var valid ? TimeSpan.FromSeconds(valid) : null;
}
