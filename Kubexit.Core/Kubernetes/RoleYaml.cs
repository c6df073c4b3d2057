namespace Kubexit.Kubernetes;

/// <summary>A Role and its RoleBinding, as YAML to paste.</summary>
internal static class RoleYaml
{
    /// <param name="name">The name of both.</param>
    /// <param name="namespaceName">Their namespace; <see langword="null"/> where it is decided later, by Helm or kustomize.</param>
    /// <param name="rules">The entries of the Role's rules.</param>
    /// <param name="subjects">The entries of the binding's subjects.</param>
    public static string Of(string name, string? namespaceName, string rules, string subjects)
    {
        var metadata = namespaceName is null ? $"  name: {name}" : $"  name: {name}\n  namespace: {namespaceName}";
        return $"""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
            {metadata}
            rules:
            {rules}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata:
            {metadata}
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: Role
              name: {name}
            subjects:
            {subjects}
            """;
    }
}
