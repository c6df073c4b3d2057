using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>One rule of a Role (with its namespace) or a ClusterRole (without).</summary>
internal sealed record AccessRule(string[] Groups, string[] Resources, string[] Verbs, string[] Names, string? Namespace)
{
    public static AccessRule Of(JsonNode rule, string? ns) =>
        new(Texts(rule["apiGroups"]), Texts(rule["resources"]), Texts(rule["verbs"]), Texts(rule["resourceNames"]), ns);

    /// <summary>A rule for single objects never allows a request that names none, and so never a create.</summary>
    public bool Allows(ApiRequest request)
    {
        if (request.Resource is not { } path || (Namespace is not null && path.Namespace != Namespace)) return false;
        var resource = path.Subresource is null ? path.Resource : $"{path.Resource}/{path.Subresource}";
        return Has(Groups, path.Group) && Has(Resources, resource) && Has(Verbs, request.Verb)
            && (Names.Length == 0 || Names.Contains(request.Name));
    }

    private static bool Has(string[] allowed, string value) => allowed.Contains(value) || allowed.Contains("*");

    private static string[] Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(item => (string)item!)];
}
