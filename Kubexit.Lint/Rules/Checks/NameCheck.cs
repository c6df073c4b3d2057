using Kubexit.Configuration;
using Kubexit.Lint.Manifests;

namespace Kubexit.Lint.Rules.Checks;

/// <summary>Whether the names in the lists are those of somebody.</summary>
internal static class NameCheck
{
    public static readonly Rule
        Nobody = new("KX010", Severity.Error,
            "No container of the pod has the name: a wait for its birth times out, and its death never comes.",
            "Write the name of a container of this pod, or end the entry with '?' when it may be missing."),
        NotWrapped = new("KX011", Severity.Error,
            "The container is not wrapped, so nobody writes its tombstone: a wait for its birth times out, and its death never comes.",
            "Wrap that container, or read readiness from the API server (set KUBEXIT_POD_NAME and KUBEXIT_NAMESPACE)."),
        OtherName = new("KX012", Severity.Error,
            "Readiness comes from the API server, which knows containers by their own names and not by KUBEXIT_NAME.",
            "Give the container and its KUBEXIT_NAME the same name."),
        Twice = new("KX013", Severity.Error,
            "Two containers have the same KUBEXIT_NAME: the second finds the name taken and does not start.",
            "Give each container a KUBEXIT_NAME of its own, preferably the container's name.");

    // Webhooks put them into pods whose manifests do not show them.
    private static readonly string[] Injected = ["istio-proxy", "linkerd-proxy", "daprd", "vault-agent", "consul-dataplane",
        "envoy-sidecar", "kuma-sidecar"];

    public static IEnumerable<Finding> Check(PodScene scene)
    {
        foreach (var relation in scene.Relations.Where(relation => relation is { IsObject: false, To.Count: 0 }))
        {
            if (Find(scene, relation) is { } finding) yield return finding;
        }

        foreach (var group in scene.Members.Where(member => member.Settings!.Name is not null
            && member.Role != ContainerRole.Init).GroupBy(member => member.Settings!.Name!))
        {
            foreach (var member in group.Skip(1))
                yield return Twice.At(scene.Pod, member, member.SpanOf("KUBEXIT_NAME"),
                    $"'{group.Key}' is the KUBEXIT_NAME of container '{group.First().Name}' too.");
        }
    }

    private static Finding? Find(PodScene scene, Relation relation)
    {
        var named = scene.Pod.Containers.FirstOrDefault(container => container.Name == relation.Name);
        if (relation.IsByApi)
        {
            var claiming = scene.Members.FirstOrDefault(member => member.Settings!.Name == relation.Name);
            if (claiming is not null)
            {
                return OtherName.At(scene.Pod, relation.From, relation.Span,
                    $"Container '{relation.From.Name}' waits for '{relation.Name}', which is the KUBEXIT_NAME of container "
                        + $"'{claiming.Name}': the API server does not know that name.");
            }

            return relation.IsOptional || Injected.Contains(relation.Name) ? null
                : Unknown(scene.Pod.Containers.Select(container => container.Name));
        }

        if (named is { IsMember: false, Wrapping: not Wrapping.Verb })
        {
            return relation.IsOptional && named.Wrapping == Wrapping.None ? null : NotWrapped.At(scene.Pod, relation.From, relation.Span,
                $"Container '{relation.From.Name}' {relation.Verb} '{relation.Name}', which is not wrapped and has no tombstone.");
        }

        // One whose name is wrong has been told so already; one whose name is unknown may be the one.
        if (relation.IsOptional || scene.HasUnknownNames || named?.Settings is { Name: null }) return null;
        return named?.Settings?.Name is { } other
            ? Nobody.At(scene.Pod, relation.From, relation.Span,
                $"Container '{relation.From.Name}' {relation.Verb} '{relation.Name}', but that container calls itself '{other}' "
                    + $"(KUBEXIT_NAME).", $"Write '{other}', or give both the same name.")
            : Unknown(scene.Members.Select(member => member.Settings!.Name).OfType<string>());

        Finding Unknown(IEnumerable<string> names)
        {
            var others = names.Where(name => name != relation.From.Settings!.Name && name.Length > 0).Distinct().ToList();
            var meant = Spelling.Nearest(relation.Name, others) is { } nearest ? $" Did you mean '{nearest}'?" : "";
            var all = others.Count > 0
                ? $"Write {string.Join(" or ", others.Select(other => $"'{other}'"))}, or end the entry with '?' when it may be missing."
                    : null;
            return Nobody.At(scene.Pod, relation.From, relation.Span,
                $"Container '{relation.From.Name}' {relation.Verb} '{relation.Name}', but no container of the pod has that name.{meant}",
                    all);
        }
    }
}
