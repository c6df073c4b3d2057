using Kubexit.Kubernetes;
using Kubexit.Kubernetes.Objects;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Kubernetes.Objects;

public sealed class ObjectRoleTests
{
    private const string Refusal = """jobs.batch "x" is forbidden: User "system:serviceaccount:demo:runner" """
        + """cannot list resource "jobs" in API group "batch" in the namespace "demo".""";

    [Fact]
    public void Describe_SeveralKindsAndNamespaces_IsARoleAndABindingForEachNamespace()
    {
        var text = ObjectRole.For(["job/migrate", "job/seed", "service/db", "statefulset/data/db"], "demo").Describe(Refusal);
        Assert.StartsWith(Refusal[..^1] + ". Apply this:\n", text);
        var documents = YamlJson.Parse(text[text.IndexOf("apiVersion", StringComparison.Ordinal)..]);
        Assert.Equal(["Role demo", "RoleBinding demo", "Role data", "RoleBinding data"],
            documents.Select(d => $"{d["kind"]} {d["metadata"]!["namespace"]}"));
        Assert.Equal(
            """[{"apiGroups":["batch"],"resources":["jobs"],"resourceNames":["migrate","seed"],"verbs":["list","watch"]},"""
            + """{"apiGroups":["discovery.k8s.io"],"resources":["endpointslices"],"verbs":["list","watch"]}]""",
            documents[0]["rules"]!.ToJsonString());
        Assert.All([documents[1], documents[3]], binding => Assert.Equal(
            """[{"kind":"ServiceAccount","name":"runner","namespace":"demo"}]""", binding["subjects"]!.ToJsonString()));
    }

    [Fact]
    public void Print_WithoutANamespace_LeavesItToTheReader()
    {
        var documents = YamlJson.Parse(ObjectRole.For(["job/migrate"], null).Print());
        Assert.All(documents, document => Assert.Null(document["metadata"]!["namespace"]));
    }

    [Fact]
    public void PrintRole_WithoutAPod_GrantsTheReadinessOfNeighboursToo()
    {
        foreach (var space in new[] { null, "demo" })
        {
            var (role, binding) = YamlJson.Parse(MissingRole.Print(space)) switch { var documents => (documents[0], documents[1]) };
            Assert.Equal(space, (string?)role["metadata"]!["namespace"]);
            Assert.Equal(space, (string?)binding["metadata"]!["namespace"]);
            Assert.Equal((string?)role["metadata"]!["name"], (string?)binding["roleRef"]!["name"]);
            var rule = AccessRule.Of(role["rules"]![0]!, space);
            Assert.True(rule.Allows(
                ApiRequest.Of("GET", "/api/v1/namespaces/demo/pods?fieldSelector=metadata.name%3Dapp-x7k2p&watch=true")));
            Assert.False(rule.Allows(ApiRequest.Of("DELETE", "/api/v1/namespaces/demo/pods/app-x7k2p")));
        }
    }

    [Fact]
    public void Print_ForObjects_GrantsWhatTheyNeedAndNothingElse()
    {
        var rules = YamlJson.Parse(ObjectRole.For(["job/migrate", "service/db"], "demo").Print())[0]["rules"]!.AsArray();
        var granted = rules.Select(rule => AccessRule.Of(rule!, "demo")).ToList();
        Assert.True(Allows("/apis/batch/v1/namespaces/demo/jobs?fieldSelector=metadata.name%3Dmigrate"));
        Assert.True(Allows("/apis/batch/v1/namespaces/demo/jobs?fieldSelector=metadata.name%3Dmigrate&watch=true"));
        Assert.True(Allows("/apis/discovery.k8s.io/v1/namespaces/demo/endpointslices?labelSelector=kubernetes.io/service-name%3Ddb"));
        Assert.False(Allows("/apis/batch/v1/namespaces/demo/jobs?fieldSelector=metadata.name%3Dother"));
        Assert.False(Allows("/apis/batch/v1/namespaces/demo/jobs/migrate"));
        Assert.False(Allows("/apis/batch/v1/namespaces/other/jobs?fieldSelector=metadata.name%3Dmigrate"));

        bool Allows(string path) => granted.Exists(rule => rule.Allows(ApiRequest.Of("GET", path)));
    }
}
