using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.Samples.Injection;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Tests.NodeAgent;

/// <summary>
/// The admission policy of components/own-node-only, evaluated: the agent's account may touch its own node and the pods on it.
/// </summary>
public sealed class OwnNodePolicyTests
{
    private const string Account = "system:serviceaccount:kube-system:kubexit-node-agent";
    private const string NodeOfToken = "authentication.kubernetes.io/node-name";

    private static readonly YamlNode Spec = Read();

    [Theory]
    [InlineData("nodes", "node-1", "node-1", true)]
    [InlineData("nodes", "node-2", "node-1", false)]
    [InlineData("nodes", "node-1", null, false)]
    [InlineData("pods", "node-1", "node-1", true)]
    [InlineData("pods", "node-2", "node-1", false)]
    [InlineData("pods", null, "node-1", false)] // Not scheduled yet.
    [InlineData("pods", "node-1", null, false)]
    public void Validation_RequestOfTheAgent_IsAllowedForItsOwnNodeOnly(string resource, string? node, string? token, bool allowed)
    {
        var request = Request(resource, Account, token);
        var spec = new Dictionary<string, object?>();
        if (node is not null) spec["nodeName"] = node;
        var before = new Dictionary<string,
            object?>
        { ["spec"] = spec, ["metadata"] = new Dictionary<string, object?> { ["name"] = node } };
        var known = PolicyExpression.Evaluate(Text("variables"), new Dictionary<string, object?> { ["request"] = request });
        Assert.Equal(allowed, PolicyExpression.Holds(Text("validations"), new Dictionary<string, object?>
        {
            ["request"] = request,
            ["object"] = resource == "pods" ? null : before,
            ["oldObject"] = before,
            ["variables"] = new Dictionary<string, object?> { ["node"] = known },
        }));
    }

    [Theory]
    [InlineData(Account, true)]
    [InlineData("system:serviceaccount:kube-system:other", false)]
    public void Condition_Account_IsTheAgents(string account, bool matches) => Assert.Equal(
        matches, PolicyExpression.Holds(
            Text("matchConditions"), new Dictionary<string, object?> { ["request"] = Request("nodes", account, "node-1") }));

    private static Dictionary<string, object?> Request(string resource, string account, string? node)
    {
        var extra = new Dictionary<string, object?>();
        if (node is not null) extra[NodeOfToken] = new List<object?> { node };
        return new()
        {
            ["resource"] = new Dictionary<string, object?> { ["resource"] = resource },
            ["userInfo"] = new Dictionary<string, object?> { ["username"] = account, ["extra"] = extra },
        };
    }

    private static string Text(string list) => Spec.Node(list).Items().Single().Node("expression").ToString();

    private static YamlNode Read()
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(
            Path.Combine(Repository.Root, "samples", "node-agent", "components", "own-node-only", "policy.yaml"));
        stream.Load(reader);
        return stream.Documents[0].RootNode.Node("spec");
    }
}
