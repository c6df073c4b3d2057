using System.Text.Json.Nodes;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Samples.Injection;

/// <summary>
/// Does with <c>samples/injection/policy</c> what the API server does when a pod is created: two passes of the mutations, then the
/// validations.
/// </summary>
internal sealed class InjectionPolicy
{
    private readonly JsonNode _mutating, _validating;

    public InjectionPolicy()
    {
        Objects = YamlJson.Parse(Repository.ReadText("samples/injection/policy/policy.yaml"));
        _mutating = Spec("MutatingAdmissionPolicy");
        _validating = Spec("ValidatingAdmissionPolicy");
    }

    public IReadOnlyList<JsonObject> Objects { get; }

    /// <summary>Every expression, in order.</summary>
    public IEnumerable<string> Expressions => Objects.SelectMany(Descendants).Select(text => text.ReplaceLineEndings(" "));

    public static JsonNode Variable(JsonNode spec, int place) => spec["variables"]![place]!;

    public JsonNode Spec(string kind) => Objects.Single(value => (string?)value["kind"] == kind)["spec"]!;

    /// <returns>The pod as it would be stored, or why it is denied.</returns>
    public (JsonObject? Pod, string? Denial) Admit(JsonObject created)
    {
        var pod = created.DeepClone().AsObject();
        if (IsSelected(pod))
        {
            // IfNeeded: the server goes through the policies again when another has changed the object, and even a lone one runs twice.
            for (var pass = 0; pass < 2; pass++)
                foreach (var mutation in _mutating["mutations"]!.AsArray()) Patch(pod, mutation!);
        }

        var scope = Scope(_validating, pod);
        if (!Conditions(_validating, scope)) return (pod, null);
        foreach (var validation in _validating["validations"]!.AsArray())
        {
            if (!PolicyExpression.Holds((string)validation!["expression"]!, scope))
                return (null, (string?)PolicyExpression.Evaluate((string)validation["messageExpression"]!, scope));
        }

        return (pod, null);
    }

    private bool IsSelected(JsonObject pod)
    {
        var labels = _mutating["matchConstraints"]!["objectSelector"]!["matchLabels"]!.AsObject();
        return labels.All(label => (string?)pod["metadata"]?["labels"]?[label.Key] == (string?)label.Value)
            && Conditions(_mutating, Scope(_mutating, pod));
    }

    private static bool Conditions(JsonNode spec, Dictionary<string, object?> scope) =>
        spec["matchConditions"]!.AsArray().All(condition => PolicyExpression.Holds((string)condition!["expression"]!, scope));

    private void Patch(JsonObject pod, JsonNode mutation)
    {
        var patches = (System.Collections.IEnumerable)PolicyExpression.Evaluate(
            (string)mutation["jsonPatch"]!["expression"]!, Scope(_mutating, pod))!;
        foreach (IDictionary<string, object?> patch in patches)
        {
            Assert.Equal("add", patch["op"]);
            var path = ((string)patch["path"]!).Split('/')[1..];
            JsonNode target = pod;
            foreach (var step in path[..^1]) target = target is JsonArray array ? array[int.Parse(step)]! : target[step]!;
            target[path[^1]] = CelValue.ToJson(patch["value"]);
        }
    }

    /// <summary>The object, the request, and the policy's own variables, each of which may name those before it.</summary>
    private static Dictionary<string, object?> Scope(JsonNode spec, JsonObject pod)
    {
        var variables = new Dictionary<string, object?>();
        var scope = new Dictionary<string, object?>
        {
            ["object"] = CelValue.Of(pod),
            ["request"] = new Dictionary<string, object?>
            {
                ["operation"] = "CREATE",
                ["kind"] = new Dictionary<string, object?> { ["kind"] = (string?)pod["kind"] },
            },
            ["variables"] = variables,
        };
        foreach (var variable in spec["variables"]!.AsArray())
            variables[(string)variable!["name"]!] = PolicyExpression.Evaluate(Text(variable["expression"]!), scope);
        return scope;
    }

    private static string Text(JsonNode expression) =>
        expression.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string)expression! : expression.ToJsonString();

    private static IEnumerable<string> Descendants(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair =>
            pair.Key.EndsWith("xpression", StringComparison.Ordinal) && pair.Value is JsonValue ? [Text(pair.Value)]
                : Descendants(pair.Value)),
        JsonArray list => list.SelectMany(Descendants),
        _ => [],
    };
}
