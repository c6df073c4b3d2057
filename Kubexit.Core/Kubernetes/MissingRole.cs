using Kubexit.Configuration;
using Kubexit.Coordination;

namespace Kubexit.Kubernetes;

/// <summary>Answers a 403 with the Role that is missing, ready to paste.</summary>
internal static class MissingRole
{
    private const string Name = "kubexit-pod-reader";

    private const string Rules = """
        - apiGroups: [""]
          resources: [pods]
          verbs: [get, list, watch]
        """;

    /// <param name="refusal">The server's words, which name the user that was refused.</param>
    /// <param name="podNamespace">The namespace of the pod.</param>
    public static string Describe(string refusal, string podNamespace) =>
        $"{refusal.TrimEnd('.')}. Apply this, or read readiness from the graveyard with "
            + $"{OptionNames.Word(nameof(CoordinatorOptions.BirthSource))}=graveyard:\n"
            + Yaml(refusal, podNamespace);

    /// <summary>For <c>--print-role</c>: nobody has been refused yet.</summary>
    /// <param name="podNamespace">The namespace of the pod; <see langword="null"/> where it is decided later, by Helm or kustomize.</param>
    public static string Print(string? podNamespace) => Yaml("", podNamespace);

    private static string Yaml(string refusal, string? podNamespace) =>
        RoleYaml.Of(Name, podNamespace, Rules, Subject(refusal, podNamespace));

    /// <summary>Whom the binding is for, as an entry of its list.</summary>
    /// <param name="refusal">The server's words.</param>
    /// <param name="podNamespace">Where the default service account is; <see langword="null"/> when that is decided later.</param>
    public static string Subject(string refusal, string? podNamespace)
    {
        var user = UserIn(refusal);
        if (user?.Split(':') is ["system", "serviceaccount", var ns, var name] && IsResourceName(ns) && IsResourceName(name))
            return Lines("- kind: ServiceAccount", $"  name: {name}", $"  namespace: {ns}");
        if (user is not null)
            return Lines("- kind: User", "  apiGroup: rbac.authorization.k8s.io", $"  name: \"{user}\"");
        return Lines("- kind: ServiceAccount", "  name: default  # the pod's serviceAccountName",
            $"  namespace: {podNamespace ?? "default  # the pod's namespace"}");
    }

    private static string Lines(params string[] lines) => string.Join('\n', lines);

    /// <summary>
    /// The name in <c>User "name" cannot list resource …</c>, as the server's RBAC says it; not one that would need escaping.
    /// </summary>
    private static string? UserIn(string refusal)
    {
        const string Before = "User \"";
        if (refusal.IndexOf(Before, StringComparison.Ordinal) is var start && start < 0) return null;
        start += Before.Length;
        var end = refusal.IndexOf('"', start);
        return end > start && !refusal.AsSpan(start, end - start).Contains('\\') ? refusal[start..end] : null;
    }

    private static bool IsResourceName(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-');
}
