using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Packaging;

/// <summary>What somebody gets who has nothing but the packages.</summary>
public sealed partial class PackageTests(PackageFixture packages) : IClassFixture<PackageFixture>
{
    [Theory]
    [InlineData("Kubexit.Core", "lib/net8.0/Kubexit.Core.dll", "lib/net10.0/Kubexit.Core.dll", "lib/net10.0/Kubexit.Core.xml")]
    [InlineData("Kubexit.HealthChecks", "lib/net8.0/Kubexit.HealthChecks.dll", "lib/net10.0/Kubexit.HealthChecks.dll")]
    [InlineData("Kubexit.AspNetCore", "lib/net8.0/Kubexit.AspNetCore.dll", "lib/net10.0/Kubexit.AspNetCore.dll",
        "lib/net10.0/Kubexit.AspNetCore.xml")]
    [InlineData("Kubexit.Testing", "lib/net8.0/Kubexit.Testing.dll", "lib/net10.0/Kubexit.Testing.dll", "lib/net10.0/Kubexit.Testing.xml")]
    [InlineData("kubexit", "tools/net10.0/any/kubexit.dll", "tools/net10.0/any/DotnetToolSettings.xml")]
    public void Package_HasWhatAPackageShouldHave(string id, params string[] files)
    {
        using var package = ZipFile.OpenRead(Path.Combine(packages.Feed, $"{id}.{packages.Version}.nupkg"));
        var entries = package.Entries.Select(entry => entry.FullName).ToHashSet();
        Assert.Superset(files.Concat(["README.md", "icon.png"]).ToHashSet(), entries);
        using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().First().Elements().ToDictionary(e => e.Name.LocalName);
        Assert.Equal("MIT", metadata["license"].Value);
        Assert.Equal(("README.md", "icon.png"), (metadata["readme"].Value, metadata["icon"].Value));
        Assert.Equal("https://github.com/kubexit-net/kubexit", metadata["repository"].Attribute("url")!.Value);
        Assert.True(File.Exists(Path.Combine(packages.Feed, $"{id}.{packages.Version}.snupkg")), "There are no symbols.");
    }

    /// <summary>A package site shows the text alone: no file beside it, and no diagrams.</summary>
    [Theory]
    [InlineData("Kubexit.Core")]
    [InlineData("Kubexit.HealthChecks")]
    [InlineData("Kubexit.AspNetCore")]
    [InlineData("Kubexit.Testing")]
    [InlineData("kubexit")]
    [InlineData("kubexit-lint")]
    public void Readme_OfAPackage_RendersByItself(string id)
    {
        using var package = ZipFile.OpenRead(Path.Combine(packages.Feed, $"{id}.{packages.Version}.nupkg"));
        using var reader = new StreamReader(package.GetEntry("README.md")!.Open());
        var text = reader.ReadToEnd();
        Assert.DoesNotContain("```mermaid", text, StringComparison.Ordinal);
        var targets = Links().Matches(text).Select(match => match.Groups[1].Value + match.Groups[2].Value).ToArray();
        Assert.NotEmpty(targets);
        Assert.All(targets, target => Assert.StartsWith("https://", target, StringComparison.Ordinal));

        // Of our own pages each is there.
        const string own = "https://github.com/kubexit-net/kubexit/blob/main/";
        Assert.All(
            targets.Where(target => target.StartsWith(own, StringComparison.Ordinal)),
            target => Assert.True(File.Exists(Path.Combine(Repository.Root, target[own.Length..].Split('#')[0])), target));
    }

    [Fact]
    public void CorePackage_BringsNoHealthChecksAlong()
    {
        using var package = ZipFile.OpenRead(Path.Combine(packages.Feed, $"Kubexit.Core.{packages.Version}.nupkg"));
        using var nuspec = package.GetEntry("Kubexit.Core.nuspec")!.Open();
        var dependencies = XDocument.Load(nuspec).Descendants().Where(e => e.Name.LocalName == "dependency").Select(
            e => e.Attribute("id")!.Value);
        Assert.Equal(["Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Logging.Abstractions",
            "Microsoft.Extensions.Options", "YamlDotNet"], dependencies.Distinct().Order());
    }

    [Theory]
    [InlineData("net8.0", "8.0.0")]
    [InlineData("net10.0", "10.0.0")]
    public async Task Consumer_OfTheLowestVersions_RestoresAndBuilds(string framework, string version)
    {
        var app = await packages.NewFolder($"floor-{framework}");
        await File.WriteAllTextAsync(Path.Combine(app, "Member.cs"), """
            using Microsoft.Extensions.DependencyInjection;

            public static class Member
            {
                public static void Add(IServiceCollection services) =>
                    services.AddKubexit(options => options.BirthDependencies = [new("db")]).ReadyWhenHealthy();
            }
            """);
        await File.WriteAllTextAsync(Path.Combine(app, "floor.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>{framework}</TargetFramework>
                <LangVersion>12</LangVersion>
                <CheckEolTargetFramework>false</CheckEolTargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.Extensions.Hosting" Version="[{version}]" />
                <PackageReference Include="Microsoft.Extensions.Diagnostics.HealthChecks" Version="[{version}]" />
                <PackageReference Include="Kubexit.HealthChecks" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        await DotnetCommand.Run(app, "build", "--nologo", "-v", "q");
    }

    [Fact]
    public async Task FiveLines_OfTheReadme_MakeANewAppAMember()
    {
        var fiveLines = Assert.Single(Repository.CodeBlocks("README.md", "csharp"));
        Assert.Equal(fiveLines, Repository.CodeBlocks("docs/embedding.md", "csharp")[0]);
        Assert.Equal(5, fiveLines.TrimEnd().Split('\n').Length);
        var app = await packages.NewFolder("app");
        await File.WriteAllTextAsync(Path.Combine(app, "Program.cs"), fiveLines);
        await File.WriteAllTextAsync(Path.Combine(app, "app.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk.Worker">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.Extensions.Hosting" Version="10.0.14" />
                <PackageReference Include="Kubexit.Core" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        await DotnetCommand.Run(app, "build", "--nologo", "-v", "q");

        await using var graveyard = new TemporaryGraveyard();
        var process = graveyard.Start(
            [Path.Combine(app, "bin/Debug/net10.0/app")], ["KUBEXIT_NAME=app", "KUBEXIT_BIRTH_DEPS=db", "KUBEXIT_DEATH_DEPS=job"]);
        await graveyard.WaitFor("app", tombstone => tombstone is { Waiting: not null, Born: null });
        graveyard.WriteAtomically("db", OriginalTombstone.Alive + OriginalTombstone.ReadyLine);
        await graveyard.WaitFor("app", tombstone => tombstone is { Born: not null, Ready: not null });
        graveyard.WriteAtomically("job", OriginalTombstone.Dead());
        await process.ExitsWith(0);
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((0, null, "DependencyDied"), (tombstone.ExitCode, tombstone.Signal, tombstone.Reason));
    }

    [GeneratedRegex(@"\]\(([^)]+)\)|^\[[^\]]+\]: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Links();

    [Fact]
    public async Task Tool_Installed_WrapsACommand()
    {
        var tools = Path.Combine(packages.Folder, "tools");
        await DotnetCommand.Run(
            packages.Folder, "tool", "install", "kubexit", "--version", packages.Version, "--tool-path", tools, "--source", packages.Feed);
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Start([Path.Combine(tools, "kubexit"), "sh", "-c", "exit 3"], ["KUBEXIT_NAME=app"]).ExitsWith(3);
        Assert.Equal((3, "Exited"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
    }
}
