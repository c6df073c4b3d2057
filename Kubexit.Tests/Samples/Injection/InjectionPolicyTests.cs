using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Samples.Injection;

/// <summary>The policy of <c>samples/injection</c> against what a real API server (Kubernetes 1.36.2) made of the same pods.</summary>
public sealed class InjectionPolicyTests
{
    /// <summary>Of the expressions as that server has run them, with our image's name.</summary>
    private const string Verified = "172a57dee0f2cd4c2c405a469ca3d696d675e09f97ff07f7a554f442bc64f3cb";

    private readonly InjectionPolicy _policy = new();

    public static TheoryData<string> Cases =>
        [.. Repository.ReadText("Kubexit.Tests/Samples/Injection/cases.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(
            line => (string)JsonNode.Parse(line)!["case"]!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pod_OfEveryRecordedCase_BecomesWhatTheApiServerMadeOfIt(string name)
    {
        var recorded = Recorded(name);
        var (pod, denial) = _policy.Admit(recorded["in"]!.AsObject());
        if ((string?)recorded["denied"] is { } words)
        {
            Assert.NotNull(denial);
            Assert.EndsWith(": " + denial, words, StringComparison.Ordinal);
            return;
        }

        Assert.Null(denial);
        Assert.True(JsonNode.DeepEquals(recorded["out"], pod), $"{pod}\nshould be\n{recorded["out"]}");
    }

    /// <summary>What a real server has not run may not be in the sample: after a change, try it on one, and then change this.</summary>
    [Fact]
    public void Expressions_AreThoseThatTheRealServerHasRun() =>
        Assert.Equal(Verified, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', _policy.Expressions)))));

    [Fact]
    public void ImageVolume_ByTheKustomizationsPatch_MountsTheImageAndAddsNoInitContainer()
    {
        var kustomization = Assert.Single(YamlJson.Parse(Repository.ReadText("samples/injection/image-volume/kustomization.yaml")));
        var patch = Assert.Single(YamlJson.ParseList((string)kustomization["patches"]![0]!["patch"]!));
        Assert.Equal(("replace", "/spec/variables/1/expression"), ((string?)patch["op"], (string?)patch["path"]));
        var mutating = _policy.Spec("MutatingAdmissionPolicy");
        Assert.Equal(("image", "imageVolume"),
            ((string?)InjectionPolicy.Variable(mutating, 0)["name"], (string?)InjectionPolicy.Variable(mutating, 1)["name"]));
        InjectionPolicy.Variable(mutating, 1)["expression"] = (string?)patch["value"];
        var (pod, denial) = _policy.Admit(Recorded("two containers")["in"]!.AsObject());
        Assert.Null(denial);
        Assert.Empty(pod!["spec"]!["initContainers"]!.AsArray());
        Assert.Equal(SampleManifest.Image, (string?)pod["spec"]!["volumes"]![0]!["image"]!["reference"]);
        Assert.Equal("/kubexit/usr/local/bin/kubexit", (string?)pod["spec"]!["containers"]![0]!["command"]![0]);
    }

    /// <summary>The variables that the annotations become are ours, and fit together.</summary>
    [Fact]
    public void Example_Injected_HasNoErrorsAndNoWarnings()
    {
        var job = YamlJson.Parse(Repository.ReadText("samples/injection/example/job.yaml")).Single(
            value => (string?)value["kind"] == "Job");
        var (pod, denial) = _policy.Admit(Containers.PodTemplate.Of(job));
        Assert.Null(denial);
        Assert.All(SampleManifest.Members(pod!["spec"]!, "containers").Select(value => new SampleContainer(value)), container =>
        {
            Assert.True(container.IsWrapped);
            Assert.Empty(container.Settings().Errors);
            Assert.Empty(container.Settings().Warnings);
        });
    }

    /// <summary>The server refuses no wrong variable; kubexit warns, as ever.</summary>
    [Fact]
    public void Variable_ThatNobodyKnows_IsInjectedAndWarnedAbout()
    {
        var created = Recorded("two containers")["in"]!.AsObject();
        created["metadata"]!["annotations"]!["app.kubexit.dev/BIRTH_DEP"] = "proxy";
        var (pod, denial) = _policy.Admit(created);
        Assert.Null(denial);
        var warning = Assert.Single(new SampleContainer(pod!["spec"]!["containers"]![0]!.AsObject()).Settings().Warnings);
        Assert.Equal("KUBEXIT_BIRTH_DEP is not a variable of Kubexit and is ignored. Did you mean KUBEXIT_BIRTH_DEPS?", warning);
    }

    private static JsonNode Recorded(string name) => Repository.ReadText("Kubexit.Tests/Samples/Injection/cases.jsonl")
        .Replace("ghcr.io/example/kubexit:0.1.0", SampleManifest.Image, StringComparison.Ordinal)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).Single(
            recorded => (string?)recorded["case"] == name);
}
