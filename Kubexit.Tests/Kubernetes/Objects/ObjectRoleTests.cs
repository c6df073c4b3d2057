using Kubexit.Kubernetes.Objects;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Kubernetes.Objects;

public sealed class ObjectRoleTests
{
    private const string Refusal = """jobs.batch "x" is forbidden: User "system:serviceaccount:demo:runner" cannot list resource "jobs" in API group "batch" in the namespace "demo".""";

    [Fact]
    public void Describe_SeveralKindsAndNamespaces_IsARoleAndABindingForEachNamespace()
    {
        var text = ObjectRole.For(["job/migrate", "job/seed", "service/db", "statefulset/data/db"], "demo").Describe(Refusal);
        Assert.StartsWith(Refusal[..^1] + ". Apply this:\n", text);
        var documents = YamlJson.Parse(text[text.IndexOf("apiVersion", StringComparison.Ordinal)..]);
        Assert.Equal(["Role demo", "RoleBinding demo", "Role data", "RoleBinding data"], documents.Select(d => $"{d["kind"]} {d["metadata"]!["namespace"]}"));
        Assert.Equal(
            """[{"apiGroups":["batch"],"resources":["jobs"],"resourceNames":["migrate","seed"],"verbs":["list","watch"]},{"apiGroups":["discovery.k8s.io"],"resources":["endpointslices"],"verbs":["list","watch"]}]""",
            documents[0]["rules"]!.ToJsonString());
        Assert.All([documents[1], documents[3]], binding => Assert.Equal("""[{"kind":"ServiceAccount","name":"runner","namespace":"demo"}]""", binding["subjects"]!.ToJsonString()));
    }

    [Fact]
    public void Print_WithoutANamespace_LeavesItToWhoAppliesIt()
    {
        var documents = YamlJson.Parse(ObjectRole.For(["job/migrate"], null).Print());
        Assert.All(documents, document => Assert.Null(document["metadata"]!["namespace"]));
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
