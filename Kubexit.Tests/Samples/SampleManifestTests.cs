using System.Text.Json.Nodes;
using Kubexit.Kubernetes;

using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Samples;

/// <summary>Checks names, mounts, variables and access rights of each sample against each other.</summary>
public sealed class SampleManifestTests
{
    public static TheoryData<string> Files => [.. SampleManifest.Names];

    [Fact]
    public void Names_OfTheFolder_AreAllThatTheReadmeTells() => Assert.Equal(
        SampleManifest.Names,
        Repository.ReadText("samples/kubernetes/README.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void Objects_OfEveryFile_AreInTheNamespaceItBringsAlong(string file)
    {
        var manifest = SampleManifest.Read(file);
        var name = (string?)Assert.Single(manifest.OfKind("Namespace"))["metadata"]!["name"];
        Assert.Equal("restricted", (string?)manifest.Objects[0]["metadata"]!["labels"]!["pod-security.kubernetes.io/enforce"]);
        Assert.All(manifest.Objects.Skip(1), value => Assert.Equal(name, (string?)value["metadata"]!["namespace"]));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Pod_OfEveryFile_FitsTheRestrictedStandard(string file)
    {
        var pod = SampleManifest.Read(file).PodSpec;
        Assert.True((bool?)pod["securityContext"]!["runAsNonRoot"]);
        Assert.NotEqual(0, (int)pod["securityContext"]!["runAsUser"]!);
        Assert.Equal("RuntimeDefault", (string?)pod["securityContext"]!["seccompProfile"]!["type"]);
        Assert.False(pod.ContainsKey("hostNetwork"));
        Assert.All(SampleManifest.Read(file).Containers, container =>
        {
            var context = container.Value["securityContext"]!;
            Assert.False((bool?)context["allowPrivilegeEscalation"]);
            Assert.True((bool?)context["readOnlyRootFilesystem"]);
            Assert.Equal(["ALL"], context["capabilities"]!["drop"]!.AsArray().Select(capability => (string?)capability));
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Volumes_OfEveryFile_AreDeclaredAndMounted(string file)
    {
        var manifest = SampleManifest.Read(file);
        var declared = SampleManifest.Members(manifest.PodSpec, "volumes").Select(volume => (string)volume["name"]!).Order();
        var mounted = manifest.Containers.SelectMany(container => container.Mounts.Values).Distinct().Order();
        Assert.Equal(declared, mounted);
        Assert.All(SampleManifest.Members(manifest.PodSpec, "volumes"), volume => Assert.True(
            volume.ContainsKey("emptyDir") || (string?)volume["image"]?["reference"] == SampleManifest.Image));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void WrappedContainers_OfEveryFile_RunTheInstalledKubexitAndShareOneGraveyard(string file)
    {
        var manifest = SampleManifest.Read(file);
        var (destination, toolVolume) = ("/kubexit/bin/kubexit", "kubexit");
        var toolPath = "/kubexit";
        if (!SampleManifest.Members(manifest.PodSpec, "volumes").Any(volume => volume.ContainsKey("image")))
        {
            var installer = Assert.Single(manifest.Containers, container => container.IsInstaller);
            Assert.Same(installer.Value, manifest.PodSpec["initContainers"]![0]);
            Assert.Equal(SampleManifest.Image, (string?)installer.Value["image"]);
            destination = installer.Command[2];
            toolPath = Path.GetDirectoryName(destination)!;
            toolVolume = installer.Mounts[toolPath];
        }

        var wrapped = manifest.Containers.Where(container => container.IsWrapped).ToList();
        if (file == "wait-as-post-start.yaml")
        {
            // The one that wraps nothing: its hook runs the installed file.
            var hook = Assert.Single(manifest.PodSpec["containers"]!.AsArray(), c => c!["lifecycle"] is not null)!["lifecycle"]![
                "postStart"]!["exec"]!;
            Assert.Equal(destination, (string?)hook["command"]![0]);
            return;
        }

        Assert.NotEmpty(wrapped);
        Assert.All(wrapped, container =>
        {
            Assert.Equal(destination, container.Command[0]);
            Assert.Equal(toolVolume, container.Mounts[toolPath]);
            Assert.Contains(container.Settings().Options.GraveyardPath, container.Mounts.Keys);
        });
        Assert.Single(wrapped.Select(container => container.Mounts[container.Settings().Options.GraveyardPath]).Distinct());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Variables_OfEveryFile_AreValidAndNameContainersOfThePod(string file)
    {
        var containers = SampleManifest.Read(file).Containers;
        var names = containers.Select(container => container.Name).ToHashSet();
        var tombstones = containers.Where(container => container.IsWrapped).Select(container => container.Name).ToHashSet();
        Assert.All(containers.Where(container => container.IsWrapped), container =>
        {
            var settings = container.Settings();
            Assert.Empty(settings.Errors);
            Assert.Empty(settings.Warnings);
            var options = settings.Options;
            Assert.Equal(container.Name, options.Name);
            Assert.Subset(options.ReadsBirthsFromKubernetes ? names : tombstones,
                options.BirthDependencies.Select(dependency => dependency.Name).ToHashSet());
            Assert.Subset(tombstones, options.DeathDependencies.Select(dependency => dependency.Name).ToHashSet());
            Assert.Subset(tombstones, options.OutliveDependencies.ToHashSet());
        });
        Assert.All(containers.Where(container => !container.IsWrapped),
            container => Assert.DoesNotContain(container.Variables.Keys, IsOurs));

        static bool IsOurs(string variable) => variable.StartsWith("KUBEXIT_", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Dependencies_OfEveryFile_HaveTheReadinessThatIsAsked(string file)
    {
        var containers = SampleManifest.Read(file).Containers;
        foreach (var container in containers.Where(container => container.IsWrapped))
        {
            var options = container.Settings().Options;
            foreach (var dependency in options.BirthDependencies)
            {
                var target = containers.Single(candidate => candidate.Name == dependency.Name);
                if (options.ReadsBirthsFromKubernetes) Assert.NotNull(target.Value["readinessProbe"]);
                else Assert.NotNull(target.Settings().Options.ReadinessProbe);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Access_OfEveryFile_IsWhatApiBirthsNeedAndElseNone(string file)
    {
        var manifest = SampleManifest.Read(file);
        var readers = manifest.Containers.Where(container => container.IsWrapped && container.Settings().Options.ReadsBirthsFromKubernetes)
            .ToList();
        if (readers.Count == 0)
        {
            Assert.False((bool?)manifest.PodSpec["automountServiceAccountToken"]);
            Assert.DoesNotContain(manifest.Objects, value => (string?)value["kind"] is "ServiceAccount" or "Role" or "RoleBinding");
            return;
        }

        Assert.All(readers, container =>
        {
            Assert.Equal("metadata.name", container.FieldOf("KUBEXIT_POD_NAME"));
            Assert.Equal("metadata.namespace", container.FieldOf("KUBEXIT_NAMESPACE"));
        });
        var account = Assert.Single(manifest.OfKind("ServiceAccount"));
        var role = Assert.Single(manifest.OfKind("Role"));
        var binding = Assert.Single(manifest.OfKind("RoleBinding"));
        Assert.Equal(Name(account), (string?)manifest.PodSpec["serviceAccountName"]);
        var rule = Assert.Single(role["rules"]!.AsArray())!;
        Assert.Equal([""], Words(rule["apiGroups"]));
        Assert.Equal(["pods"], Words(rule["resources"]));
        Assert.Equal(["get", "list", "watch"], Words(rule["verbs"]));
        Assert.Equal("Role", (string?)binding["roleRef"]!["kind"]);
        Assert.Equal(Name(role), (string?)binding["roleRef"]!["name"]);
        var subject = Assert.Single(binding["subjects"]!.AsArray())!;
        Assert.Equal("ServiceAccount", (string?)subject["kind"]);
        Assert.Equal(Name(account), (string?)subject["name"]);
        Assert.Equal((string?)account["metadata"]!["namespace"], (string?)subject["namespace"]);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Deadlines_OfEveryFile_EndBeforeTheKubeletsKill(string file)
    {
        var manifest = SampleManifest.Read(file);
        var kubelet = TimeSpan.FromSeconds((int?)manifest.PodSpec["terminationGracePeriodSeconds"] ?? 30);
        foreach (var container in manifest.Containers.Where(container => container.IsWrapped))
        {
            var options = container.Settings().Options;
            if (options.OutliveDependencies.Count == 0) continue;
            Assert.True(options.TerminationDeadline < kubelet, container.Name);
            Assert.True(options.OutliveTimeout + options.GracePeriod <= options.TerminationDeadline, container.Name);
        }
    }

    /// <summary>
    /// The exit codes that the policies name are those that kubexit promises, and the rules are in the places where Kubernetes reads them.
    /// </summary>
    [Fact]
    public void ExitCodes_OfPoliciesAndRules_AreThoseThatTheContainersEndWith()
    {
        var rule = Assert.Single(
            SampleManifest.Read("failure-policy-job.yaml").Workload["spec"]!["podFailurePolicy"]!["rules"]!.AsArray())!;
        Assert.Equal("FailJob", (string?)rule["action"]);
        Assert.Equal([2, 124, 125], rule["onExitCodes"]!["values"]!.AsArray().Select(code => (int)code!));
        AssertRule("restart-rules-job.yaml", "Restart", 75);
        AssertRule("restart-all-job.yaml", "RestartAllContainers", 88);
    }

    private static void AssertRule(string file, string action, int code)
    {
        var client = SampleManifest.Read(file).Containers.Single(container => container.Name == "client").Value;
        var rule = Assert.Single(client["restartPolicyRules"]!.AsArray())!;
        Assert.Equal((action, "In", "Never"),
            ((string?)rule["action"], (string?)rule["exitCodes"]!["operator"], (string?)client["restartPolicy"]));
        Assert.Equal([code], rule["exitCodes"]!["values"]!.AsArray().Select(value => (int)value!));
        Assert.Contains($"exit {code}", (string?)client["args"]![0], StringComparison.Ordinal);
    }

    private static string? Name(JsonObject value) => (string?)value["metadata"]!["name"];

    private static IEnumerable<string?> Words(JsonNode? list) => list!.AsArray().Select(word => (string?)word);
}
