using Kubexit.Configuration;
using Kubexit.Lint.Reading;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Lint.Manifests;

/// <summary>Reads a container of a pod.</summary>
internal static class ContainerReader
{
    public static Container Read(SourceFile file, YamlNode node, bool isInit, TimeSpan terminationGrace, RestartRule podRestarts)
    {
        var own = node.Get("restartPolicy").Text();
        var role = !isInit ? ContainerRole.Ordinary : own == "Always" ? ContainerRole.NativeSidecar : ContainerRole.Init;
        var environment = EnvironmentReader.OfContainer(file, node);
        var hasMore = node.Get("envFrom").Items().Any();
        var command = WrappedCommand.Of(node.Get("image").Text(), Words(node.Get("command")), Words(node.Get("args")), environment);
        return new()
        {
            Name = node.Get("name").Text() ?? "",
            Role = role,
            Wrapping = command.Wrapping,
            KubexitProgram = command.Program,
            Wrapped = command.Wrapped,
            Span = SourceSpan.Of(file, node.Get("name") ?? node),
            Node = node,
            Image = node.Get("image").Text(),
            Command = Words(node.Get("command")),
            Arguments = Words(node.Get("args")),
            Environment = environment,
            Settings = command.HasSettings ? KubexitSettings.Read(environment, hasMore || command.SetsVariables, command.Wrapped) : null,
            Mounts = [.. node.Get("volumeMounts").Items().Select(mount => Mount(file, mount))],
            TerminationGrace = terminationGrace,
            Restarts = own is null ? podRestarts : PodReader.RestartPolicy(node),
        };
    }

    /// <summary>A list of words; of one that is empty the image decides, as if it were not there.</summary>
    private static string[]? Words(YamlNode? node) =>
        node is YamlSequenceNode { Children.Count: > 0 } words ? [.. words.Children.Select(word => word.Text() ?? "")] : null;

    private static VolumeMount Mount(SourceFile file, YamlNode mount) => new(
        mount.Get("name").Text() ?? "",
        GoPath.Clean(mount.Get("mountPath").Text() ?? ""),
        mount.Get("readOnly").IsTrue(),
        mount.Get("subPath").Text() ?? mount.Get("subPathExpr").Text(),
        SourceSpan.Of(file, mount.Get("mountPath") ?? mount));
}
