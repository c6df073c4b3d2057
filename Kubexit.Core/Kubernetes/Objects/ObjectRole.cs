using System.Text;
using Kubexit.Dependencies;

namespace Kubexit.Kubernetes.Objects;

/// <summary>The least rights that some objects need, as YAML to paste: a Role and a RoleBinding for each namespace.</summary>
internal sealed class ObjectRole
{
    private const string Name = "kubexit-dependencies";

    private readonly IReadOnlyList<ObjectName> _objects;
    private readonly string? _ownNamespace;

    private ObjectRole(IReadOnlyList<ObjectName> objects, string? ownNamespace) => (_objects, _ownNamespace) = (objects, ownNamespace);

    /// <param name="names">Valid names of objects.</param>
    /// <param name="ownNamespace">The pod's namespace; <see langword="null"/> where it is decided later, by Helm or kustomize.</param>
    public static ObjectRole For(IEnumerable<string> names, string? ownNamespace) =>
        new([.. names.Select(name => ObjectName.Parse(name).Value).OfType<ObjectName>()], ownNamespace);

    /// <summary>Answers a 403.</summary>
    /// <param name="refusal">The server's words, which name the user that was refused.</param>
    public string Describe(string refusal) =>
        $"{refusal.TrimEnd('.')}. Apply this:\n{Yaml(MissingRole.Subject(refusal, _ownNamespace ?? "default"))}";

    /// <summary>For <c>--print-role</c>: nobody has been refused yet.</summary>
    public string Print() => Yaml(MissingRole.Subject("", _ownNamespace));

    private string Yaml(string subject) => string.Join(
        "\n---\n",
        _objects.GroupBy(o => o.Namespace ?? _ownNamespace).Select(space => RoleYaml.Of(Name, space.Key, Rules(space), subject)));

    // Not GroupBy: over an enumeration that is tens of kilobytes of the native file.
    private static string Rules(IEnumerable<ObjectName> objects)
    {
        var rules = new StringBuilder();
        for (var kind = ObjectKind.Pod; kind <= ObjectKind.Service; kind++)
        {
            var names = objects.Where(o => o.Kind == kind).Select(o => $"\"{o.Name}\"").Distinct().ToList();
            if (names.Count == 0) continue;
            var resource = ObjectResource.Of(kind);
            if (rules.Length > 0) rules.Append('\n');
            if (!resource.IsNamed) rules.Append(
                "# Slices have names of their own and are asked for by the label of their service: resourceNames cannot narrow this.\n");
            rules.Append($"- apiGroups: [\"{resource.Group}\"]\n  resources: [{resource.Resource}]\n");
            if (resource.IsNamed) rules.Append($"  resourceNames: [{string.Join(", ", names)}]\n");
            rules.Append("  verbs: [list, watch]");
        }

        return rules.ToString();
    }
}
