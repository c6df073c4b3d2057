using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;

namespace Kubexit.Lint.Rules.Checks;

/// <summary>Whether those who ask the API server may do so.</summary>
internal static class ApiCheck
{
    public static readonly Rule
        NoToken = new("KX060", Severity.Error, "A container asks the API server, but the pod gets no service account token.",
            "Remove automountServiceAccountToken: false, or read readiness from the graveyard."),
        Unknown = new("KX061", Severity.Note,
            "A container asks the API server, and no RBAC object of the input is about the pod's service account.",
            "Add its Role and RoleBinding to the input; kubexit wait --for KIND/NAME --print-role prints them."),
        Missing = new("KX062", Severity.Error,
            "A container asks the API server for what its service account may not read: the wait ends with exit code 124.",
                "Add the right to the Role, without resourceNames where the name is not known in advance.");

    private const string TokenFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static IEnumerable<Finding> Check(PodScene scene)
    {
        var account = scene.Pod.Node.Get("serviceAccountName").Text() ?? scene.Pod.Node.Get("serviceAccount").Text() ?? "default";
        Rights? rights = null;
        foreach (var container in scene.Pod.Containers)
        {
            var needs = ApiNeed.Of(scene, container);
            if (needs.Count == 0) continue;
            var span = needs.Select(need => container.SpanOf("KUBEXIT_BIRTH_DEPS").Narrow(need.Entry)).First();
            if (HasNoToken(scene, account) && !container.Mounts.Any(mount => mount.Path == TokenFolder))
            {
                yield return NoToken.At(scene.Pod, container, span,
                    $"Container '{container.Name}' asks the API server for '{needs[0].Entry}', but automountServiceAccountToken is false.");
                continue;
            }

            rights ??= new Rights(scene.Input, account, scene.Pod.Namespace);
            if (!rights.AreKnown)
            {
                yield return Unknown.At(scene.Pod, container, span,
                    $"Container '{container.Name}' asks the API server for '{needs[0].Entry}': no RoleBinding of the input names service "
                        + $"account '{account}'.");
                continue;
            }

            foreach (var need in needs)
            {
                if (rights.MissingFor(need) is not { } missing) continue;
                yield return Missing.At(scene.Pod, container, container.SpanOf("KUBEXIT_BIRTH_DEPS").Narrow(need.Entry),
                    $"Container '{container.Name}' asks the API server for '{need.Entry}', but service account '{account}' lacks "
                        + $"{missing}.");
            }
        }
    }

    /// <summary>The pod's own word counts before that of its service account.</summary>
    private static bool HasNoToken(PodScene scene, string account)
    {
        if (scene.Pod.Node.Get("automountServiceAccountToken") is { } own) return own.IsFalse();
        return scene.Input.Manifests.Any(manifest => manifest.Kind == "ServiceAccount" && manifest.Name == account
            && (manifest.Namespace == scene.Pod.Namespace || manifest.Namespace is null)
                && manifest.Root.Get("automountServiceAccountToken").IsFalse());
    }
}
