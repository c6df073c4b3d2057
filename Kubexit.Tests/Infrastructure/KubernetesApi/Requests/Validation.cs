using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>What the server refuses to store, as far as Kubexit could ever ask for it.</summary>
internal static partial class Validation
{
    private const string NamePattern = @"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

    private const string NameRule = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "
        + $"and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '{NamePattern}')";

    private const string KeyRule = "name part must consist of alphanumeric characters, '-', '_' or '.', "
        + "and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', "
        + "regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    public static void OfNew(ResourceKind kind, string name, JsonObject value, string? ns)
    {
        if (!Name().IsMatch(name)) Refuse(kind, name, FieldFault.InvalidValue("metadata.name", name, NameRule));
        if (kind != ResourceKinds.Event) return;
        // Events about what has no namespace live in the default one.
        var about = (string?)value["involvedObject"]?["namespace"] ?? "";
        if (about != ns && !(about.Length == 0 && ns == "default"))
            Refuse(kind, name, FieldFault.InvalidValue("involvedObject.namespace", about, "does not match event.namespace"));
    }

    public static void OfChange(ResourceKind kind, JsonObject before, JsonObject after)
    {
        var name = (string)before["metadata"]!["name"]!;
        if ((string?)after["metadata"]?["uid"] is { } uid && uid != (string?)before["metadata"]!["uid"])
        {
            var fault = FieldFault.InvalidValue("metadata.uid", uid, "field is immutable");
            Refuse(kind, name, fault, fault);
        }
        if (kind == ResourceKinds.Node && after["spec"]?["taints"] is JsonArray taints) CheckTaints(name, taints);
    }

    private static void CheckTaints(string node, JsonArray taints)
    {
        var faults = new List<FieldFault>();
        for (var i = 0; i < taints.Count; i++)
        {
            var (key, effect) = ((string?)taints[i]!["key"] ?? "", (string?)taints[i]!["effect"] ?? "");
            if (!Key().IsMatch(key)) faults.Add(FieldFault.InvalidValue($"metadata.taints[{i}].key", key, KeyRule));
            if (effect is not ("NoSchedule" or "PreferNoSchedule" or "NoExecute"))
            {
                faults.Add(new(
                    "FieldValueNotSupported", $"metadata.taints[{i}].effect",
                    $"Unsupported value: \"{effect}\": supported values: \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\""));
            }
        }
        if (faults.Count > 0) Refuse(ResourceKinds.Node, node, [.. faults, .. faults]); // The real server, too, names each cause twice.
    }

    private static void Refuse(ResourceKind kind, string name, params FieldFault[] faults) =>
        throw new ApiFailure(StatusBody.Invalid(kind, name, faults));

    [GeneratedRegex($"^{NamePattern}$")]
    private static partial Regex Name();

    [GeneratedRegex("^([^/]+/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$")]
    private static partial Regex Key();
}
