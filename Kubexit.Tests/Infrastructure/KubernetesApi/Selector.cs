using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>A field selector of equalities: <c>metadata.name=a,spec.nodeName=b</c>.</summary>
internal sealed class Selector(string? text)
{
    private readonly (string[] Path, string Value)[] _terms =
    [
        .. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(term => term.Split('=', 2)).Select(term => (term[0].Split('.'), term[1])),
    ];

    public bool Matches(JsonObject value) =>
        _terms.All(term => (string?)term.Path.Aggregate((JsonNode?)value, (node, key) => node?[key]) == term.Value);
}
