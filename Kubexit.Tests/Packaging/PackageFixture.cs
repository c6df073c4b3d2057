using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Packaging;

/// <summary>The packages, packed once from the build under test into a folder feed, with a version that no cache has seen.</summary>
public sealed class PackageFixture : IAsyncLifetime
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("kubexit-packages-").FullName;

    public string Version { get; } = $"0.0.1-test.{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}";

    public string Feed => Path.Combine(Folder, "feed");

    public async ValueTask InitializeAsync()
    {
        await DotnetCommand.Run(
            Repository.Root, "pack", "--no-build", "-c", Repository.Configuration, "-o", Feed, $"-p:Version={Version}", "--nologo", "-v",
            "q");
    }

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
