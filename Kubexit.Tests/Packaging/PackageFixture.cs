using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Packaging;

/// <summary>The packages, packed once from the build under test into a folder feed, with a version that no cache has seen.</summary>
public sealed class PackageFixture : IAsyncLifetime
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("kubexit-packages-").FullName;

    // Not of the time: two classes begin in the same millisecond, and who ends first would take the packages from the other.
    public string Version { get; } = $"0.0.1-test-{Guid.NewGuid():N}";

    public string Feed => Path.Combine(Folder, "feed");

    public async ValueTask InitializeAsync()
    {
        await DotnetCommand.Run(
            Repository.Root, "pack", "--no-build", "-c", Repository.Configuration, "-o", Feed, $"-p:Version={Version}", "--nologo", "-v",
            "q");
    }

    /// <summary>A folder of this name. A restore in it finds the packages.</summary>
    public async Task<string> NewFolder(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), Repository.ReadText("nuget.config")
            .Replace("<clear />", $"""<clear /><add key="local" value="{Feed}" />""", StringComparison.Ordinal));
        return folder;
    }

    /// <summary><c>dotnet new web -o NAME</c> with these packages of ours and this code; not built.</summary>
    /// <returns>The folder of the app.</returns>
    public async Task<string> NewWebApp(string folder, string name, string code, params string[] packages)
    {
        await DotnetCommand.Run(folder, "new", "web", "-o", name, "--no-restore");
        var app = Path.Combine(folder, name);
        await File.WriteAllTextAsync(Path.Combine(app, "Program.cs"), code);
        await AddToProject(Path.Combine(app, $"{name}.csproj"), string.Concat(packages.Select(Reference)));
        return app;
    }

    /// <summary>What a project file says to get this package of ours.</summary>
    public string Reference(string package) => $"""<PackageReference Include="Kubexit.{package}" Version="{Version}" />""";

    public static async Task AddToProject(string project, string items) => await File.WriteAllTextAsync(
        project, (await File.ReadAllTextAsync(project)).Replace("</Project>", $"<ItemGroup>{items}</ItemGroup></Project>",
            StringComparison.Ordinal));

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);

        // The consumer's restore has put them there.
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var id in new[] { "kubexit.core", "kubexit.healthchecks", "kubexit.aspnetcore", "kubexit.testing", "kubexit" })
        {
            var cached = Path.Combine(cache, id, Version);
            if (Directory.Exists(cached)) Directory.Delete(cached, recursive: true);
        }

        return ValueTask.CompletedTask;
    }
}
