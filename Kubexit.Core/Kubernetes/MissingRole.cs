using System.Text.RegularExpressions;

namespace Kubexit.Kubernetes;

/// <summary>Answers a 403 with the Role that is missing, ready to paste.</summary>
internal static partial class MissingRole
{
    private const string Name = "kubexit-pod-reader";

    /// <param name="refusal">The server's words, which name the user that was refused.</param>
    /// <param name="podNamespace">The namespace of the pod.</param>
    public static string Describe(string refusal, string podNamespace) =>
        $"""
        {refusal.TrimEnd('.')}. Apply this, or take births from the graveyard with KUBEXIT_BIRTH_SOURCE=graveyard:
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata:
          name: {Name}
          namespace: {podNamespace}
        rules:
        - apiGroups: [""]
          resources: [pods]
          verbs: [get, list, watch]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata:
          name: {Name}
          namespace: {podNamespace}
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: Role
          name: {Name}
        subjects:
        {Subject(refusal, podNamespace)}
        """;

    private static string Subject(string refusal, string podNamespace)
    {
        if (ServiceAccountUser().Match(refusal) is { Success: true } account)
            return Lines("- kind: ServiceAccount", $"  name: {account.Groups[2].Value}", $"  namespace: {account.Groups[1].Value}");
        if (AnyUser().Match(refusal) is { Success: true } user)
            return Lines("- kind: User", "  apiGroup: rbac.authorization.k8s.io", $"  name: \"{user.Groups[1].Value}\"");
        return Lines("- kind: ServiceAccount", "  name: default  # the pod's serviceAccountName", $"  namespace: {podNamespace}");
    }

    private static string Lines(params string[] lines) => string.Join('\n', lines);

    [GeneratedRegex("User \"system:serviceaccount:([a-z0-9.-]+):([a-z0-9.-]+)\"")]
    private static partial Regex ServiceAccountUser();

    [GeneratedRegex("User \"([^\"\\\\]+)\"")]
    private static partial Regex AnyUser();
}
