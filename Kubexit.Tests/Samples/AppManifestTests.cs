using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Samples;

/// <summary>
/// Manifests of samples whose image is yours to build: nothing runs them here. They are parsed, and names, variables, volumes and security
/// are checked against each other; their programs run in <see cref="AppSampleTests"/>.
/// </summary>
public sealed class AppManifestTests
{
    public static TheoryData<string> Files =>
        ["samples/NodeTerminationNotices/job.yaml", "samples/EmbeddedWeb/behind-proxy.yaml", "samples/OneShotMigration/job.yaml"];

    /// <summary>The page says of each sample whether the tests run it.</summary>
    [Fact]
    public void Readme_OfTheSamples_TellsOfEveryOne()
    {
        var readme = Repository.ReadText("samples/README.md");
        var samples = Directory.GetDirectories(Path.Combine(Repository.Root, "samples")).Select(folder => $"({Path.GetFileName(folder)})")
            .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "*.sh").Select(file => $"`{Path.GetFileName(file)}`"));
        Assert.All(samples, sample => Assert.Contains(sample, readme, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Variables_OfEveryMember_AreValidAndNameMembersOfThePod(string file)
    {
        var members = Containers(file).Where(container => !container.IsInstaller).ToList();
        var names = members.Select(container => container.Name).ToHashSet();
        Assert.All(members, container =>
        {
            var settings = container.Settings();
            Assert.Empty(settings.Errors);
            Assert.Empty(settings.Warnings);
            Assert.Equal(container.Name, settings.Options.Name);
            Assert.Contains(settings.Options.GraveyardPath, container.Mounts.Keys);
            Assert.Subset(names, settings.Options.BirthDependencies.Select(dependency => dependency.Name).ToHashSet());
            Assert.Subset(names, settings.Options.DeathDependencies.Select(dependency => dependency.Name).ToHashSet());
            Assert.Subset(names, settings.Options.OutliveDependencies.ToHashSet());
        });
        Assert.Contains(members, container => container.IsWrapped);
        Assert.Contains(members, container => !container.IsWrapped);
    }

    /// <summary>The death is on disk before the kubelet kills.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Deadlines_OfEveryMember_AreShorterThanThePods(string file)
    {
        var grace = (int)Manifest(file).PodSpec["terminationGracePeriodSeconds"]!;
        Assert.All(Containers(file).Where(container => !container.IsInstaller).Select(
            container => container.Settings().Options.TerminationDeadline).OfType<TimeSpan>(),
            deadline => Assert.True(deadline.TotalSeconds < grace));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Pods_AreRestrictedAndMountWhatTheyDeclare(string file)
    {
        var manifest = Manifest(file);
        Assert.True((bool?)manifest.PodSpec["securityContext"]!["runAsNonRoot"]);
        Assert.All(manifest.Containers, container =>
        {
            Assert.False((bool?)container.Value["securityContext"]!["allowPrivilegeEscalation"]);
            Assert.True((bool?)container.Value["securityContext"]!["readOnlyRootFilesystem"]);
        });
        Assert.Equal(
            SampleManifest.Members(manifest.PodSpec, "volumes").Select(volume => (string)volume["name"]!).Order(),
            manifest.Containers.SelectMany(container => container.Mounts.Values).Distinct().Order());
        var claimed = SampleManifest.Members(manifest.PodSpec, "volumes").SelectMany(volume => (string?[])[
            (string?)volume["persistentVolumeClaim"]?["claimName"], (string?)volume["configMap"]?["name"]]).OfType<string>();
        Assert.Subset(manifest.Objects.Select(value => (string?)value["metadata"]!["name"]).OfType<string>().ToHashSet(),
            claimed.ToHashSet());
    }

    private static SampleManifest Manifest(string file) => SampleManifest.ReadFile(Path.Combine(Repository.Root, file));

    private static IReadOnlyList<SampleContainer> Containers(string file) => Manifest(file).Containers;
}
