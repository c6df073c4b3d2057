using Kubexit.Configuration;
using Kubexit.Host;
using Kubexit.Kubernetes;
using Kubexit.NodeAgent;
using Kubexit.NodeTermination;
using Kubexit.Tests.Infrastructure;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Tests.NodeAgent;

/// <summary>samples/node-agent says what the agent needs, no more and no less.</summary>
public sealed class NodeAgentManifestTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples", "node-agent");

    [Fact]
    public void Role_Rules_AreTheRequestsThatTheAgentMakes()
    {
        var role = Assert.Single(Read("base/rbac.yaml"), document => Text(document, "kind") == "ClusterRole");
        var rules = role.Node("rules").Items().SelectMany(
            rule => rule.Node("resources").Items().Select(resource => $"{resource}: {string.Join(',', rule.Node("verbs").Items())}"));
        Assert.Equal(["nodes: get,list,watch,patch", "nodes/status: patch", "pods: list,watch,delete", "pods/eviction: create",
            "events: create"], rules);
    }

    [Theory]
    [InlineData("ClusterRole")]
    [InlineData("ClusterRoleBinding")]
    public void ClusterWideObject_Metadata_HasNoNamespace(string kind) =>
        Assert.False(Assert.Single(Read("base/rbac.yaml"), document => Text(document, "kind") == kind).Node("metadata").Has("namespace"));

    [Fact]
    public void Binding_Names_FitTheRoleAndTheAccount()
    {
        var documents = Read("base/rbac.yaml");
        var binding = documents.Single(document => Text(document, "kind") == "ClusterRoleBinding");
        Assert.Equal(Text(documents.Single(d => Text(d, "kind") == "ClusterRole").Node("metadata"), "name"),
            Text(binding.Node("roleRef"), "name"));
        Assert.Equal(Text(documents.Single(d => Text(d, "kind") == "ServiceAccount").Node("metadata"), "name"),
            Text(binding.Node("subjects").Items().Single(), "name"));
        Assert.Equal(Text(Read("base/kustomization.yaml").Single(), "namespace"),
            Text(binding.Node("subjects").Items().Single(), "namespace"));
    }

    [Fact]
    public void DaemonSet_Pod_IsCriticalOnTheHostsNetworkAndRestrictedOtherwise()
    {
        var pod = Pod();
        Assert.Equal(("system-node-critical", "true", "kubexit-node-agent"),
            (Text(pod, "priorityClassName"), Text(pod, "hostNetwork"), Text(pod, "serviceAccountName")));
        Assert.Equal("Exists", Text(pod.Node("tolerations").Items().Single(), "operator"));
        Assert.False(pod.Node("tolerations").Items().Single().Has("key"));
        Assert.Equal("true", Text(pod.Node("securityContext"), "runAsNonRoot"));
        var container = Container().Node("securityContext");
        Assert.Equal(("false", "true", "ALL"),
            (Text(container, "allowPrivilegeEscalation"), Text(container, "readOnlyRootFilesystem"),
                container.Node("capabilities").Node("drop").Items().Single().ToString()));
        Assert.False(pod.Has("hostPID"));
    }

    [Fact]
    public void DaemonSet_Variables_NameTheNodeAndThePodItself() =>
        Assert.Equal(
            ["NODE_NAME=spec.nodeName", "POD_NAME=metadata.name", "POD_NAMESPACE=metadata.namespace"],
            Container().Node("env").Items().Where(item => item.Node("valueFrom").Has("fieldRef")).Select(
                item => $"{Text(item, "name")}={Text(item.Node("valueFrom").Node("fieldRef"), "fieldPath")}"));

    [Fact]
    public void DaemonSet_Probe_AsksWhereTheAgentListensByDefault()
    {
        var probe = Container().Node("livenessProbe").Node("httpGet");
        Assert.Equal(AgentSettings.DefaultListen, $"{Text(probe, "host")}:{Text(probe, "port")}");
    }

    [Theory]
    [InlineData("gke", "gce", "cloud.google.com/gke-preemptible", "cloud.google.com/gke-spot", "cloud.google.com/gke-accelerator",
        "cloud.google.com/gke-tpu-accelerator")]
    [InlineData("eks", "aws", "node.kubernetes.io/lifecycle")]
    [InlineData("aks", "azure", "kubernetes.azure.com/agentpool")]
    public void Overlay_Affinity_MeetsThePoolsThatEnd(string overlay, string provider, params string[] labels)
    {
        var affinity = Read($"{overlay}/nodes.yaml").Single().Node("spec").Node("template").Node("spec").Node("affinity").Node(
            "nodeAffinity");
        var terms = affinity.Node("requiredDuringSchedulingIgnoredDuringExecution").Node("nodeSelectorTerms").Items();
        Assert.Equal(labels, terms.Select(term => Text(term.Node("matchExpressions").Items().Single(), "key")));
        var kustomization = Read($"{overlay}/kustomization.yaml").Single();
        Assert.Contains($"--provider={provider}\n", Text(kustomization.Node("patches").Items().Last(), "patch"));
        Assert.All(kustomization.Node("resources").Items(),
            resource => Assert.True(Directory.Exists(Path.Combine(Folder, overlay, resource.ToString()!))));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Readme_TableOfKinds_SaysWhatTheRulesSay(NodeTerminationKind kind)
    {
        var row = Assert.Single(File.ReadLines(Path.Combine(Folder, "README.md")), line => line.StartsWith($"| `{kind.Text()}` |"))
            .Split('|', StringSplitOptions.TrimEntries);
        var rule = new NoticeRules()[kind];
        Assert.Equal(rule.Action.ToString().ToLowerInvariant(), row[3]);
        Assert.EndsWith(Short(rule.TimeLeft), row[4].Split(':')[0]);
        Assert.StartsWith(rule.Lead is { } lead ? $"{Short(lead)} before" : "at once", row[5]);
    }

    public static TheoryData<NodeTerminationKind> Kinds() => [.. Enum.GetValues<NodeTerminationKind>()];

    private static string Short(TimeSpan time) => GoDuration.Format(time).Replace("m0s", "m").Replace("h0m", "h");

    private static YamlNode Pod() => Read("base/daemonset.yaml").Single().Node("spec").Node("template").Node("spec");

    private static YamlNode Container() => Pod().Node("containers").Items().Single();

    private static List<YamlNode> Read(string file)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Folder, file));
        stream.Load(reader);
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    private static string? Text(YamlNode node, string key) => node.Has(key) ? node.Node(key).ToString() : null;
}

/// <summary>Short words for walking through a YAML document.</summary>
internal static class YamlNodes
{
    public static YamlNode Node(this YamlNode node, string key) => ((YamlMappingNode)node).Children[new YamlScalarNode(key)];

    public static bool Has(this YamlNode node, string key) => ((YamlMappingNode)node).Children.ContainsKey(new YamlScalarNode(key));

    public static IEnumerable<YamlNode> Items(this YamlNode node) => ((YamlSequenceNode)node).Children;
}
