using Kubexit.Configuration;
using Kubexit.Lint.Manifests;

namespace Kubexit.Lint.Rules.Checks;

/// <summary>Whether kubexit is called, and is there where it is called.</summary>
internal static class InstallCheck
{
    public static readonly Rule
        CommandMissing = new("KX040", Severity.Warning,
            "The container has no command, so nothing is wrapped: kubexit goes before a command, and a manifest does not say what the "
                + "image's entry point is.",
            "Write the image's entry point (docker image inspect shows it) as command, with kubexit before it."),
        NotInCommand = new("KX041", Severity.Warning, "The command does not go through kubexit, so nothing is wrapped.",
            "Write kubexit before the command. If the application itself calls AddKubexit(), ignore this rule."),
        NoInstallStep = new("KX042", Severity.Error,
            "The volume that kubexit is called from is empty: no earlier init container puts the file there.",
            "Add an init container 'install-kubexit' on the kubexit image with args [self-install, /kubexit/kubexit] and the volume."),
        NotMounted = new("KX043", Severity.Error, "The volume that the install step has filled is not mounted where kubexit is called.",
            "Mount the volume of the install step there, readOnly."),
        NotInImage = new("KX044", Severity.Warning, "The image is known not to contain kubexit, and no volume provides it.",
            "Add an install step and mount its volume, or copy the file into the image: COPY --from=ghcr.io/kubexit-net/kubexit "
                + "/bin/kubexit /bin/."),
        BadInstallStep = new("KX045", Severity.Error,
            "The install step does not work: it must be an init container and write into a volume.",
            "Make it an init container that mounts the volume, not readOnly, at the folder of the destination."),
        ImageSubPath = new("KX046", Severity.Warning,
            "kubexit is called from a subPath of an image volume. containerd 2.1 ignores the subPath, so the path is a different one "
                + "there.",
            "Mount the whole image and call kubexit by its whole path there, /kubexit/bin/kubexit.");

    // From Docker's library: everybody knows what is in them.
    private static readonly string[] PlainImages =
    [
        "alpine", "bash", "busybox", "caddy", "centos", "curlimages/curl", "debian", "eclipse-temurin", "fedora", "golang", "haproxy",
            "httpd", "mariadb", "memcached", "mongo",
        "mysql", "nginx", "node", "openjdk", "perl", "php", "postgres", "python", "rabbitmq", "redis", "ruby", "rust", "traefik", "ubuntu",
    ];

    public static IEnumerable<Finding> Check(PodScene scene)
    {
        var installs = scene.Pod.Containers.Where(container => container.Wrapping == Wrapping.InstallStep).ToList();
        foreach (var install in installs)
        {
            if (CheckInstall(scene, install) is { } finding) yield return finding;
        }

        var volumes = new PodVolumes(scene.Pod);
        foreach (var container in scene.Pod.Containers)
        {
            if (container.Wrapping is Wrapping.ByImage or Wrapping.Missing) yield return CheckCommand(scene, container, installs);
            else if (container.Wrapping is Wrapping.Direct or Wrapping.InScript
                && CheckFile(scene, container, installs, volumes) is { } finding)
                yield return finding;
        }
    }

    private static Finding CheckCommand(PodScene scene, Container container, List<Container> installs)
    {
        if (container.Wrapping == Wrapping.Missing)
        {
            return NotInCommand.At(scene.Pod, container, container.SpanOfField(scene.Pod.IsCompose ? "entrypoint" : "command"),
                $"The command of container '{container.Name}' does not go through kubexit, although KUBEXIT variables are set: nothing "
                    + "is wrapped.");
        }

        var finding = CommandMissing.At(scene.Pod, container, container.SpanOf("KUBEXIT_NAME"),
            $"Container '{container.Name}' has KUBEXIT variables and no command: nothing is wrapped, unless kubexit is the image's "
                + "entry point or the application calls AddKubexit().");

        // With the file mounted somebody wants it to be called.
        var isMeant = container.Mounts.Any(mount => installs.Any(install => install.Mounts.Any(other => other.Volume == mount.Volume)));
        return isMeant ? finding : finding.AsNote();
    }

    private static Finding? CheckFile(PodScene scene, Container container, List<Container> installs, PodVolumes volumes)
    {
        if (container.KubexitProgram is not { } program) return null;
        var span = container.SpanOfField(scene.Pod.IsCompose ? "entrypoint" : "command");
        if (!program.StartsWith('/')) return IsPlain(container.Image) ? Lacks() : null;

        program = GoPath.Clean(program);
        if (container.MountOf(program) is { } mount)
        {
            if (mount.SubPath is not null && volumes.KindOf(mount.Volume) == "image")
                return ImageSubPath.At(scene.Pod, container, mount.Span,
                    $"Container '{container.Name}' calls {program} from the part '{mount.SubPath}' of image volume '{mount.Volume}'.");
            var isFilled = volumes.KindOf(mount.Volume) is not "emptyDir"
                || scene.Pod.Containers.Any(other => scene.EndsBefore(other, container)
                && other.Mounts.Any(source => source.Volume == mount.Volume && !source.IsReadOnly));
            return isFilled ? null : NoInstallStep.At(scene.Pod, container, mount.Span,
                $"Container '{container.Name}' calls {program} from volume '{mount.Volume}', which no init container before it fills.");
        }

        if (installs.FirstOrDefault(install => install.MountOf(program) is not null) is { } installed)
        {
            return NotMounted.At(scene.Pod, container, span,
                $"Container '{container.Name}' calls {program}, but does not mount volume '{installed.MountOf(program)!.Volume}' that "
                    + $"'{installed.Name}' puts the file into.");
        }

        return IsPlain(container.Image) ? Lacks() : null;

        Finding Lacks() => NotInImage.At(scene.Pod, container, span,
            $"Container '{container.Name}' calls {program}, but image '{container.Image}' does not contain it and no volume provides it.");
    }

    private static Finding? CheckInstall(PodScene scene, Container install)
    {
        var words = (install.Command ?? []).Concat(install.Arguments ?? []).ToList();
        if (scene.Pod.IsCompose || words.FindLast(word => word.StartsWith('/')) is not { } destination) return null;
        var problem = install.Role == ContainerRole.Ordinary ? "is not an init container: nothing waits for it"
            : install.MountOf(GoPath.Clean(destination)) is not { } mount ? $"writes {destination}, which is not on a volume"
            : mount.IsReadOnly ? $"writes {destination} into a volume that is mounted read-only"
            : null;
        return problem is null ? null
            : BadInstallStep.At(scene.Pod, install, install.Span, $"The install step '{install.Name}' {problem}.");
    }

    private static bool IsPlain(string? image)
    {
        if (image is null) return false;
        var name = image.Split('@')[0];
        if (name.LastIndexOf(':') is var tag && tag > name.LastIndexOf('/')) name = name[..tag];
        foreach (var registry in new[] { "docker.io/", "library/" })
        {
            if (name.StartsWith(registry, StringComparison.Ordinal)) name = name[registry.Length..];
        }

        return PlainImages.Contains(name);
    }
}
