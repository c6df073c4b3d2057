using Kubexit.Kubernetes;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Tests.Kubernetes;

public sealed class MissingRoleTests
{
    [Theory]
    [InlineData("""User "system:serviceaccount:demo:runner" cannot list""", "ServiceAccount", "runner")]
    [InlineData("""User "alice@example.com" cannot list""", "User", "alice@example.com")]
    [InlineData("no user named", "ServiceAccount", "default")]
    public void Describe_Refusal_IsYamlThatGrantsTheRefusedOne(string refusal, string kind, string name)
    {
        var text = MissingRole.Describe(refusal, "demo");
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text[text.IndexOf("apiVersion", StringComparison.Ordinal)..]));
        var (role, binding) = (yaml.Documents[0].RootNode, yaml.Documents[1].RootNode);
        Assert.Equal("demo", (string?)role["metadata"]["namespace"]);
        Assert.Equal("pods", (string?)role["rules"][0]["resources"][0]);
        Assert.Equal((string?)role["metadata"]["name"], (string?)binding["roleRef"]["name"]);
        Assert.Equal(kind, (string?)binding["subjects"][0]["kind"]);
        Assert.Equal(name, (string?)binding["subjects"][0]["name"]);
    }

    [Fact]
    public void Describe_Refusal_FitsIntoATerminationMessage()
    {
        var name = new string('n', 63);
        Assert.InRange(MissingRole.Describe($"User \"system:serviceaccount:{name}:{name}\" cannot list resource \"pods\"", name).Length, 1,
            4096);
    }
}
