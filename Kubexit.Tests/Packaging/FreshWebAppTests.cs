using System.Text.RegularExpressions;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Packaging;

/// <summary>
/// <c>dotnet new web</c>, the packages, the code of docs/zero-downtime.md and docs/testing.md, and nothing else: it runs on a laptop, and
/// tests of it that have never heard of Kubexit pass in parallel.
/// </summary>
public sealed partial class FreshWebAppTests(PackageFixture packages) : IClassFixture<PackageFixture>
{
    private const string PlainTest = """
        using Microsoft.AspNetCore.Mvc.Testing;
        using Xunit;

        public class NUMBERTests(WebApplicationFactory<Program> factory) : IClassFixture<WebApplicationFactory<Program>>
        {
            [Theory]
            [InlineData("/", "Hello World!")]
            [InlineData("/ready", "Healthy")]
            public async Task Get(string path, string text) => Assert.Equal(text, await factory.CreateClient().GetStringAsync(path));
        }
        """;

    [Fact]
    public async Task FreshWebApp_RunsOnALaptopAndIsTestedInParallel()
    {
        var folder = await packages.NewFolder("fresh");
        var app = await packages.NewWebApp(folder, "app", Code("docs/zero-downtime.md")[0], "AspNetCore", "HealthChecks");

        var tests = Directory.CreateDirectory(Path.Combine(folder, "tests")).FullName;
        await File.WriteAllTextAsync(Path.Combine(tests, "tests.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TestingPlatformDotnetTestSupport>true</TestingPlatformDotnetTestSupport>
                <UseMicrosoftTestingPlatformRunner>true</UseMicrosoftTestingPlatformRunner>
              </PropertyGroup>
            </Project>
            """);
        await PackageFixture.AddToProject(Path.Combine(tests, "tests.csproj"), packages.Reference("Testing")
            + Pinned("Microsoft.AspNetCore.Mvc.Testing") + Pinned("Microsoft.Extensions.TimeProvider.Testing") + Pinned("xunit.v3")
            + """<ProjectReference Include="../app/app.csproj" />""");
        foreach (var number in (string[])["First", "Second"])
            await File.WriteAllTextAsync(
                Path.Combine(tests, $"{number}Tests.cs"), PlainTest.Replace("NUMBER", number, StringComparison.Ordinal));
        var documented = Code("docs/testing.md");
        for (var i = 0; i < documented.Count; i++)
            await File.WriteAllTextAsync(Path.Combine(tests, $"Documented{i}Tests.cs"), documented[i]);
        await DotnetCommand.Run(tests, "build", "--nologo", "-v", "q");

        await using var graveyard = new TemporaryGraveyard();
        var tested = graveyard.StartHelper(["env", "-u", "KUBEXIT_GRAVEYARD", Path.Combine(tests, "bin/Debug/net10.0/tests"),
            "--no-progress"]);
        await tested.ExitsWith(0);
        Assert.Contains($"succeeded: {4 + documented.Count}", tested.Output.Text, StringComparison.Ordinal);

        // The settings that the template made for a laptop say Development.
        var run = graveyard.StartHelper(["env", "-u", "KUBEXIT_GRAVEYARD", "dotnet", "run", "--no-build", "--project", app]);
        var address = await Limit.Until(() => Listening().Match(run.Output.Text) is { Success: true } match ? match.Groups[1].Value : null,
            () => run.Describe("does not listen"));
        var child = await run.ChildPid();
        try
        {
            using var http = new HttpClient();
            Assert.Equal("Hello World!", await http.GetStringAsync(new Uri(address)));
            await Limit.Until(() => run.Output.Text.Contains("coordination is off", StringComparison.Ordinal), () =>
                run.Describe("says nothing"));
            Assert.Equal(0, LibC.Kill(child, Sig.Term));
            await run.ExitsWith(0);
        }
        finally
        {
            // The command that started it would leave it behind.
            if (!run.HasEnded) _ = LibC.Kill(child, Sig.Kill);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(graveyard.Path));
    }

    private static IReadOnlyList<string> Code(string page) => Repository.CodeBlocks(page, "csharp");

    /// <summary>A reference to the version that this repository works with.</summary>
    private static string Pinned(string package)
    {
        var version = Regex.Match(Repository.ReadText("Directory.Packages.props"),
            $"""Include="{Regex.Escape(package)}" Version="([^"]+)""").Groups[1].Value;
        return $"""<PackageReference Include="{package}" Version="{version}" />""";
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
