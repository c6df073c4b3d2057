using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>A label selector: <c>a=b,c!=d,e in (f,g),h,!i</c>; or the one in an object's <c>spec.selector</c>.</summary>
internal sealed partial class LabelSelector
{
    private readonly List<Func<IReadOnlyDictionary<string, string>, bool>> _terms = [];

    public bool IsEmpty => _terms.Count == 0;

    /// <exception cref="ApiFailure">It is not a selector.</exception>
    public static LabelSelector Parse(string? text)
    {
        var selector = new LabelSelector();
        foreach (var term in Terms().Split(text ?? "").Select(term => term.Trim()).Where(term => term.Length > 0))
            selector._terms.Add(Term(term));
        return selector;
    }

    public static LabelSelector OfLabels(JsonNode? matchLabels)
    {
        var selector = new LabelSelector();
        foreach (var (label, value) in matchLabels?.AsObject() ?? [])
            selector._terms.Add(labels => labels.GetValueOrDefault(label) == (string?)value);
        return selector;
    }

    public bool Matches(IReadOnlyDictionary<string, string> labels) => _terms.TrueForAll(term => term(labels));

    private static Func<IReadOnlyDictionary<string, string>, bool> Term(string term)
    {
        if (Set().Match(term) is { Success: true } set)
        {
            var values = set.Groups[3].Value.Split(',', StringSplitOptions.TrimEntries);
            var (label, isIn) = (set.Groups[1].Value, set.Groups[2].Value == "in");
            return labels => (labels.TryGetValue(label, out var value) && values.Contains(value)) == isIn;
        }
        if (Equality().Match(term) is { Success: true } equality)
        {
            var (label, isEqual, wanted) = (equality.Groups[1].Value, equality.Groups[2].Value != "!=", equality.Groups[3].Value);
            if (wanted.StartsWith('='))
                throw new ApiFailure(StatusBody.BadRequest("unable to parse requirement: found '=', expected: identifier"));
            return labels => (labels.GetValueOrDefault(label) == wanted) == isEqual;
        }
        var isAbsent = term.StartsWith('!');
        var name = isAbsent ? term[1..].Trim() : term;
        return labels => labels.ContainsKey(name) != isAbsent;
    }

    // Commas within the parentheses of a set belong to the set.
    [GeneratedRegex(@",(?![^(]*\))")]
    private static partial Regex Terms();

    [GeneratedRegex(@"^(\S+)\s+(in|notin)\s*\((.*)\)$")]
    private static partial Regex Set();

    [GeneratedRegex(@"^([^=!\s]+)\s*(==|!=|=)\s*(.*)$")]
    private static partial Regex Equality();
}
