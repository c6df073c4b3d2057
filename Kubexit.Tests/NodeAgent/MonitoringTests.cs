using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kubexit.NodeAgent;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.NodeAgent;

/// <summary>Dashboard, alerts and docs speak of the metrics that the agent has, with the label values that it writes.</summary>
public sealed partial class MonitoringTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples", "node-agent", "components", "monitoring");
    private static readonly string Written = new AgentMetrics().Write();
    private static readonly string[] Metrics = [.. MetricName().Matches(Written).Select(match => match.Value).Distinct().Order()];

    [Theory]
    [InlineData("samples/node-agent/components/monitoring/dashboard.json")]
    [InlineData("samples/node-agent/components/monitoring/alerts.yaml")]
    [InlineData("docs/node-agent.md")]
    [InlineData("samples/node-agent/README.md")]
    public void File_Metrics_AreTheAgents(string file) =>
        Assert.Empty(Names(File.ReadAllText(Path.Combine(Repository.Root, file))).Except(Metrics));

    [Fact]
    public void Docs_Metrics_AreAllOfThem() =>
        Assert.Equal(Metrics, Names(File.ReadAllText(Path.Combine(Repository.Root, "docs", "node-agent.md"))));

    [Fact]
    public void Dashboard_Panels_ShowEveryMetric() =>
        Assert.Equal(Metrics, Names(File.ReadAllText(Path.Combine(Folder, "dashboard.json"))));

    [Fact]
    public void Dashboard_Queries_GroupByLabelsThatAreThere()
    {
        var panels = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "dashboard.json")))!["panels"]!.AsArray();
        foreach (var expression in panels.SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => (string)target!["expr"]!))
        {
            var known = Regex.Matches(Written, $"{Names(expression)[0]}{{([a-z]+)=").Select(match => match.Groups[1].Value).Append(
                "instance");
            var used = Regex.Matches(expression, @"by \(([a-z, ]+)\)").SelectMany(match => match.Groups[1].Value.Split(", "));
            Assert.Empty(used.Except(known));
        }
    }

    [Theory]
    [InlineData("kubexit_node_blind == 1")]
    [InlineData("kubexit_node_missing_right == 1")]
    [InlineData("kubexit_node_pods_blocked > 0")]
    [InlineData("kubexit_node_drains_total{result=\"incomplete\"}")]
    [InlineData("kube_pod_container_status_restarts_total{container=\"agent\", pod=~\"kubexit-node-agent-.*\"}")]
    public void Alerts_Expressions_WakeForBlindRightsBlockedIncompleteAndRestarts(string part) =>
        Assert.Contains(part, File.ReadAllText(Path.Combine(Folder, "alerts.yaml")), StringComparison.Ordinal);

    [Fact]
    public void Alerts_LabelValues_AreThoseThatTheAgentWrites()
    {
        var used = Regex.Matches(File.ReadAllText(Path.Combine(Folder, "alerts.yaml")), "kubexit_[a-z_]+{[^}]+}").Select(
            match => match.Value).ToList();
        Assert.NotEmpty(used);
        Assert.All(used, series => Assert.Contains(series + " ", Written, StringComparison.Ordinal));
    }

    private static string[] Names(string text) => [.. MetricName().Matches(text).Select(match => match.Value).Distinct().Order()];

    [GeneratedRegex("kubexit_node_[a-z_]+[a-z]")]
    private static partial Regex MetricName();
}
