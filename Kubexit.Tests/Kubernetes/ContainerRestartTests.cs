using System.Text.Json;
using Kubexit.Kubernetes;

namespace Kubexit.Tests.Kubernetes;

public sealed class ContainerRestartTests
{
    [Theory]
    [InlineData(null, 0, true)]
    [InlineData("Always", 0, true)]
    [InlineData("OnFailure", 0, false)]
    [InlineData("OnFailure", 1, true)]
    [InlineData("Never", 1, false)]
    public void Restarts_PodPolicy_Decides(string? policy, int exitCode, bool expected) =>
        Assert.Equal(expected, ContainerRestart.Follows(new() { RestartPolicy = policy }, new(), exitCode));

    [Theory]
    [InlineData("Never", "Always", 0, true)]
    [InlineData("Always", "Never", 1, false)]
    [InlineData("Always", "OnFailure", 0, false)]
    public void Restarts_ContainerPolicy_OverridesThePods(string pod, string container, int exitCode, bool expected) =>
        Assert.Equal(expected, ContainerRestart.Follows(new() { RestartPolicy = pod }, new() { RestartPolicy = container }, exitCode));

    [Theory]
    [InlineData("In", 42, true)]
    [InlineData("In", 1, false)]
    [InlineData("NotIn", 42, false)]
    [InlineData("NotIn", 1, true)]
    public void Restarts_RuleForExitCodes_ComesBeforeThePolicy(string @operator, int exitCode, bool expected)
    {
        var json = $$$"""
            {"restartPolicy":"Never","restartPolicyRules":[{"action":"Restart","exitCodes":{"operator":"{{{@operator}}}","values":[42]}}]}
            """;
        var container = JsonSerializer.Deserialize<Container>(json, new JsonSerializerOptions(JsonSerializerDefaults.Web))!;
        Assert.Equal(expected, ContainerRestart.Follows(new() { RestartPolicy = "Always" }, container, exitCode));
    }
}
