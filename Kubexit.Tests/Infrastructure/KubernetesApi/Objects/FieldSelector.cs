namespace Kubexit.Tests.KubernetesApi;

/// <summary>A field selector: <c>metadata.name=a,spec.nodeName!=b</c>.</summary>
internal sealed class FieldSelector
{
    private readonly List<(string Field, bool Equal, string Value)> _terms = [];

    /// <summary>The one name that the selector asks for, which is what <c>resourceNames</c> of a rule are compared with.</summary>
    public string? Name => _terms.Find(term => term is { Field: "metadata.name", Equal: true }).Value;

    public IEnumerable<string> Fields => _terms.Select(term => term.Field);

    /// <exception cref="ApiFailure">It is not a selector.</exception>
    public static FieldSelector Parse(string? text)
    {
        var selector = new FieldSelector();
        foreach (var term in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = term.IndexOf('=', StringComparison.Ordinal);
            if (at < 0) throw new ApiFailure(StatusBody.BadRequest($"invalid selector: '{text}'; can't understand '{term}'"));
            var isNegative = at > 0 && term[at - 1] == '!';
            var value = term[(at + 1)..];
            selector._terms.Add((term[..(isNegative ? at - 1 : at)], !isNegative, value.StartsWith('=') ? value[1..] : value));
        }
        return selector;
    }

    public bool Matches(StoredObject value) => _terms.TrueForAll(term => (Value(value, term.Field) == term.Value) == term.Equal);

    private static string Value(StoredObject value, string field) => field switch
    {
        "metadata.name" => value.Path.Name!,
        "metadata.namespace" => value.Path.Namespace ?? "",
        "status.successful" => value.Text("status.succeeded") ?? "0",
        "spec.unschedulable" => value.Text(field) ?? "false",
        _ => value.Text(field) ?? "",
    };
}
