using Kubexit.Lint.Manifests;

namespace Kubexit.Lint.Rules.Checks;

/// <summary>Whether those who know each other meet in one folder that all of them can write.</summary>
internal static class GraveyardCheck
{
    public static readonly Rule
        NotMounted = new("KX030", Severity.Error, "The graveyard is not on a volume: no other container sees what is written there.",
            "Mount one emptyDir at the path of KUBEXIT_GRAVEYARD (/graveyard) in every container that takes part."),
        NotShared = new("KX031", Severity.Error, "Two containers that depend on each other have different graveyards.",
            "Mount the same volume with the same subPath, and use the same path in it."),
        ReadOnly = new("KX032", Severity.Error, "The graveyard cannot be written: the wrapper does not start.",
            "Remove readOnly, and use an emptyDir."),
        SubPath = new("KX033", Severity.Warning,
            "The graveyard is a subPath of a volume: containers with different subPaths do not see each other, and a recreated folder is "
                + "not noticed.",
            "Mount the whole volume."),
        Network = new("KX034", Severity.Warning,
            "The graveyard is on a volume that outlives the pod or is on the network: old tombstones stay, and locks and notifications "
                + "may not work.",
            "Use an emptyDir with medium: Memory.");

    public static IEnumerable<Finding> Check(PodScene scene)
    {
        var volumes = new PodVolumes(scene.Pod);
        foreach (var member in scene.GraveyardUsers)
        {
            foreach (var finding in CheckMount(scene, member, volumes)) yield return finding;
        }

        var told = new HashSet<(Container, Container)>();
        foreach (var relation in scene.Relations.Where(relation => relation.IsInGraveyard))
        {
            if (Place(relation.From) is not { } own) continue;
            foreach (var to in relation.To)
            {
                if (Place(to) is not { } others || others == own || !told.Add((relation.From, to)) || told.Contains((to, relation.From)))
                    continue;
                yield return NotShared.At(scene.Pod, relation.From, relation.From.MountOf(Folder(relation.From)!)!.Span,
                    $"The graveyard of '{relation.From.Name}' is {own}, that of '{to.Name}' is {others}.");
            }
        }
    }

    private static IEnumerable<Finding> CheckMount(PodScene scene, Container member, PodVolumes volumes)
    {
        if (Folder(member) is not { } folder) yield break;
        if (member.MountOf(folder) is not { } mount)
        {
            yield return NotMounted.At(scene.Pod, member, member.SpanOf("KUBEXIT_GRAVEYARD"),
                $"The graveyard of container '{member.Name}', {folder}, is not on a volume: no other container sees what is written "
                    + "there.");
            yield break;
        }

        var kind = volumes.KindOf(mount.Volume);
        if (mount.IsReadOnly || PodVolumes.IsReadOnly(kind))
        {
            yield return ReadOnly.At(scene.Pod, member, mount.Span,
                mount.IsReadOnly ? $"The graveyard of container '{member.Name}' is mounted read-only."
                    : $"The graveyard of container '{member.Name}' is a volume of kind {kind}, which cannot be written.");
        }

        if (mount.SubPath is { } part)
            yield return SubPath.At(scene.Pod, member, mount.Span,
                $"The graveyard of container '{member.Name}' is only the part '{part}' of volume '{mount.Volume}'.");
        if (PodVolumes.IsShared(kind))
            yield return Network.At(scene.Pod, member, mount.Span,
                $"The graveyard of container '{member.Name}' is on a volume of kind {kind}.");
    }

    private static string? Folder(Container member) =>
        member.Environment.ContainsKey("KUBEXIT_GRAVEYARD") && member.Settings!.IsUnknown("KUBEXIT_GRAVEYARD") ? null
            : member.Settings!.Options.GraveyardPath;

    /// <summary>The volume, and the folder in it; <see langword="null"/> when there is none.</summary>
    private static string? Place(Container member)
    {
        if (Folder(member) is not { } folder || member.MountOf(folder) is not { } mount) return null;
        var inside = string.Join('/',
            new[] { mount.SubPath?.Trim('/'), folder[mount.Path.Length..].Trim('/') }.Where(part => !string.IsNullOrEmpty(part)));
        return inside.Length == 0 ? $"volume '{mount.Volume}'" : $"'{inside}' in volume '{mount.Volume}'";
    }
}
