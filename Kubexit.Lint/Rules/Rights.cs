using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Lint.Rules;

/// <summary>What the RBAC objects of the input allow a service account.</summary>
/// <param name="input">The input.</param>
/// <param name="account">The service account.</param>
/// <param name="accountNamespace">Its namespace; <see langword="null"/> when it is not written, and may be any.</param>
internal sealed class Rights(LintInput input, string account, string? accountNamespace)
{
    // Every cluster has these roles; they may read all that kubexit asks for.
    private static readonly string[] BuiltIn = ["view", "edit", "admin", "cluster-admin"];

    private readonly IReadOnlyList<Manifest> _bindings =
        [.. input.Manifests.Where(manifest => manifest.Kind is "RoleBinding" or "ClusterRoleBinding"
            && manifest.Root.Get("subjects").Items().Any(subject => IsMe(subject, manifest, account, accountNamespace)))];

    /// <summary>Whether the input has something to say about the account.</summary>
    public bool AreKnown => _bindings.Count > 0;

    /// <summary>Says what is missing; <see langword="null"/> when nothing is, or when a role that is not in the input decides.</summary>
    public string? MissingFor(ApiNeed need)
    {
        var missing = ApiNeed.Verbs.Where(verb => !_bindings.Any(binding => Allows(binding, need, verb))).ToList();
        if (missing.Count == 0) return null;
        var isNarrowed = _bindings.Any(binding =>
            ApiNeed.Verbs.Any(verb => RulesOf(binding).Any(rule => Covers(rule, need, verb) && !Names(rule, need))));
        var resource = need.Group.Length == 0 ? need.Resource : $"{need.Resource}.{need.Group}";
        return $"{string.Join(" and ", missing)} of {resource}{(isNarrowed ? ", which resourceNames narrows to others" : "")}";
    }

    private bool Allows(Manifest binding, ApiNeed need, string verb)
    {
        if (binding.Kind == "RoleBinding" && !IsSame(binding.Namespace, need.Namespace)) return false;
        if (RoleOf(binding) is null) return true; // Built in, or not in the input: nobody knows here.
        return RulesOf(binding).Any(rule => Covers(rule, need, verb) && Names(rule, need));
    }

    /// <summary>The rules of a role that is in the input.</summary>
    private IEnumerable<YamlNode> RulesOf(Manifest binding) => RoleOf(binding)?.Root.Get("rules").Items() ?? [];

    private Manifest? RoleOf(Manifest binding)
    {
        var reference = binding.Root.Get("roleRef");
        var (kind, name) = (reference.Get("kind").Text(), reference.Get("name").Text());
        return kind == "ClusterRole" && BuiltIn.Contains(name) ? null : input.Manifests.FirstOrDefault(
            manifest => manifest.Kind == kind && manifest.Name == name
                && (kind == "ClusterRole" || IsSame(manifest.Namespace, binding.Namespace)));
    }

    private static bool Covers(YamlNode rule, ApiNeed need, string verb) =>
        Has(rule.Get("apiGroups"), need.Group) && Has(rule.Get("resources"), need.Resource) && Has(rule.Get("verbs"), verb);

    private static bool Names(YamlNode rule, ApiNeed need) => rule.Get("resourceNames").Items().Select(name => name.Text())
        .ToList() is not { Count: > 0 } names || names.Contains(need.Name);

    private static bool Has(YamlNode? list, string word) =>
        list.Items().Any(item => item.Text() is "*" || item is YamlScalarNode { Value: var value } && value == word);

    private static bool IsMe(YamlNode subject, Manifest binding, string account, string? accountNamespace) =>
        subject.Get("kind").Text() switch
        {
            "ServiceAccount" => subject.Get("name").Text() == account
                && IsSame(subject.Get("namespace").Text() ?? binding.Namespace, accountNamespace),
            "Group" => subject.Get("name").Text() is { } group
                && (group is "system:serviceaccounts" or "system:authenticated" || group == $"system:serviceaccounts:{accountNamespace}"),
            "User" => subject.Get("name").Text() == $"system:serviceaccount:{accountNamespace}:{account}",
            _ => false,
        };

    /// <summary>A namespace that is not written may be any.</summary>
    private static bool IsSame(string? one, string? other) => one is null || other is null || one == other;
}
