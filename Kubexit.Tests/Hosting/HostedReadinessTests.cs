using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Hosting;

/// <summary>An application is ready when its host has started, when it says so, or when its health checks say so.</summary>
public sealed class HostedReadinessTests
{
    [Theory]
    [InlineData("signal-ready")]
    [InlineData("health")]
    public async Task Ready_OnlyWhenTheApplicationSaysSo(string scenario)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", scenario);
        await app.Prints("started");
        Assert.Null(graveyard.Read("app")!.Ready);
        app.WriteLine("");
        await app.Prints("input-done");
        var tombstone = await graveyard.WaitFor("app", seen => seen.Ready is not null);
        Assert.True(tombstone.Ready > tombstone.Born);
    }

    [Fact]
    public async Task Ready_AProbeIsConfigured_TheProbeDecides()
    {
        await using var graveyard = new TemporaryGraveyard();
        var file = Path.Combine(graveyard.Folder, "ready");
        var app = graveyard.Embed("app", "run", $"KUBEXIT_READINESS_FILE={file}", "KUBEXIT_READINESS_PERIOD=10ms");
        await app.Prints("started");
        Assert.Null(graveyard.Read("app")!.Ready);
        await File.WriteAllTextAsync(file, "");
        await graveyard.WaitFor("app", seen => seen.Ready is not null);
    }
}
