using System.Collections;
using System.Text.RegularExpressions;
using Cel;

namespace Kubexit.Tests.Samples.Injection;

/// <summary>
/// Evaluates the API server's dialect of CEL by a library that knows the language's core: what the server has beyond that is written in
/// functions first. A rewriting is by the letter; none of it depends on what is evaluated.
/// </summary>
internal static partial class PolicyExpression
{
    private static readonly object Nothing = new();
    private static readonly CelEnvironment Environment = Create();

    public static object? Evaluate(string expression, IDictionary<string, object?> variables) =>
        Environment.Compile(InCoreLanguage(expression)).Invoke(new Dictionary<string, object?>(variables));

    public static bool Holds(string expression, IDictionary<string, object?> variables) => (bool)Evaluate(expression, variables)!;

    private static string InCoreLanguage(string expression)
    {
        // Optional fields: a.?b, a[?'b'], and what stands for what is not there: orValue.
        expression = OptionalField().Replace(expression, ".may('$1')");
        expression = OptionalEntry().Replace(expression, ".may($1)");

        // Two-variable comprehensions, of which the policy has this one.
        expression = expression.Replace(".transformList(i, c, ", ".indexed().map(p, ", StringComparison.Ordinal)
            .Replace("string(i)", "string(p[0])", StringComparison.Ordinal).Replace("dyn(c)]", "dyn(p[1])]", StringComparison.Ordinal);

        // A patch as a map; and a map's keys, over which the library iterates as pairs.
        expression = expression.Replace("JSONPatch{op:", "{'op':", StringComparison.Ordinal).Replace(
            ".notes.map(", ".notes.keys().map(", StringComparison.Ordinal);
        return PatchField().Replace(expression, "'$1':");
    }

    private static CelEnvironment Create()
    {
        var environment = new CelEnvironment([], "");
        Add("may", 2, a => a[0] is IDictionary map && map.Contains(a[1]!) ? map[a[1]!] : Nothing);
        Add("orValue", 2, a => a[0] == Nothing ? a[1] : a[0]);
        Add("indexed", 1, a => List(a[0]).Select((value, i) => (object?)new List<object?> { (long)i, value }).ToList());
        Add("keys", 1, a => ((IDictionary)a[0]!).Keys.Cast<object?>().ToList());
        Add("flatten", 1, a => List(a[0]).SelectMany(List).ToList());
        Add("sort", 1, a => List(a[0]).Order(Comparer<object?>.Create((x, y) => string.CompareOrdinal((string?)x, (string?)y))).ToList());
        Add("split", 2, a => ((string)a[0]!).Split((string)a[1]!).ToList<object?>());
        Add("join", 2, a => string.Join((string)a[1]!, List(a[0])));
        Add("trim", 1, a => ((string)a[0]!).Trim());
        return environment;

        void Add(string name, int arguments, Func<object?[], object?> function) =>
            environment.RegisterFunction(name, [.. Enumerable.Repeat(typeof(object), arguments)], arguments => function(arguments));
    }

    private static IEnumerable<object?> List(object? value) => ((IEnumerable)value!).Cast<object?>();

    [GeneratedRegex(@"\.\?(\w+)")]
    private static partial Regex OptionalField();

    [GeneratedRegex(@"\[\?('[^']*')\]")]
    private static partial Regex OptionalEntry();

    [GeneratedRegex(@"(?<!')\b(path|value):")]
    private static partial Regex PatchField();
}
