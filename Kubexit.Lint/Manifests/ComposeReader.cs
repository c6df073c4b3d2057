using Kubexit.Configuration;
using Kubexit.Lint.Reading;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Lint.Manifests;

/// <summary>Reads a Compose file: its services are the containers.</summary>
internal static class ComposeReader
{
    private static readonly TimeSpan DefaultStopGrace = TimeSpan.FromSeconds(10);

    public static PodSpec Read(SourceFile file, YamlNode root)
    {
        var services = root.Get("services");
        Container[] containers = [.. services.Pairs().Select(pair => Service(file, pair.Key, pair.Value))];
        var name = root.Get("name");
        return new()
        {
            Kind = "Compose",
            Name = name.Text() ?? Path.GetFileName(file.Path),
            Span = SourceSpan.Of(file, name ?? root.Pair("services")?.Key ?? root),
            Node = root,
            Containers = containers,
            Annotations = PodReader.Annotations(root),
            TerminationGrace = containers.Select(container => container.TerminationGrace).DefaultIfEmpty(DefaultStopGrace).Max(),
            RestartPolicy = RestartRule.Never,
        };
    }

    private static Container Service(SourceFile file, YamlNode key, YamlNode service)
    {
        var environment = EnvironmentReader.OfService(file, service);
        var (entryPoint, arguments) = (Words(service.Get("entrypoint")), Words(service.Get("command")));
        var command = WrappedCommand.Of(service.Get("image").Text(), entryPoint, arguments, environment);
        return new()
        {
            Name = key.Text() ?? "",
            Role = ContainerRole.Ordinary,
            Wrapping = command.Wrapping,
            KubexitProgram = command.Program,
            Wrapped = command.Wrapped,
            Span = SourceSpan.Of(file, key),
            Node = service,
            Image = service.Get("image").Text(),
            Command = entryPoint,
            Arguments = arguments,
            Environment = environment,
            Settings = command.HasSettings
                ? KubexitSettings.Read(environment, service.Get("env_file") is not null || command.SetsVariables, command.Wrapped) : null,
            Mounts = [.. service.Get("volumes").Items().Select(mount => Mount(file, mount)).OfType<VolumeMount>()],
            TerminationGrace = service.Get("stop_grace_period").Text() is { } text
                && GoDuration.Parse(text) is { Problem: null, Value: var grace } ? grace : DefaultStopGrace,
            Restarts = service.Get("restart").Text() switch
            {
                "always" or "unless-stopped" => RestartRule.Always,
                { } policy when policy.StartsWith("on-failure", StringComparison.Ordinal) => RestartRule.OnFailure,
                _ => RestartRule.Never,
            },
        };
    }

    private static string[]? Words(YamlNode? node) => node switch
    {
        YamlSequenceNode { Children.Count: > 0 } words => [.. words.Children.Select(word => word.Text() ?? "")],
        _ when node.Text() is { } line && CommandLineWords.Parse(line) is { Problem: null, Value: { } words } => [.. words],
        _ => null,
    };

    /// <summary><c>SOURCE:PATH[:ro]</c>, or a mapping. A path alone is a volume of the service's own.</summary>
    private static VolumeMount? Mount(SourceFile file, YamlNode mount)
    {
        if (mount is YamlMappingNode)
        {
            return mount.Get("target").Text() is { } target
                ? new(
                    mount.Get("source").Text() ?? "", GoPath.Clean(target), mount.Get("read_only").IsTrue(),
                    mount.Get("volume", "subpath").Text(), SourceSpan.Of(file, mount))
                : null;
        }

        return mount.Text()?.Split(':') switch
        {
            [var source, var path, .. var options] =>
                new(source, GoPath.Clean(path), options.Any(o => o.Split(',').Contains("ro")), null, SourceSpan.Of(file, mount)),
            [var path] => new("", GoPath.Clean(path), false, null, SourceSpan.Of(file, mount)),
            _ => null,
        };
    }
}
