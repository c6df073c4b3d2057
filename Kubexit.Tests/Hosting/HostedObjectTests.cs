using Kubexit.Tests.Fakes;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Hosting;

/// <summary>C13 in an application that takes part without a wrapper.</summary>
public sealed class HostedObjectTests
{
    [Fact]
    public async Task Gate_JobNotDoneYet_NoServiceStarts()
    {
        await using var cluster = await ClusterScene.StartAsync();
        cluster.Put("job/migrate", ObjectStates.RunningJob);
        var app = cluster.Graveyard.Embed("app", "run", "KUBEXIT_BIRTH_DEPS=job/migrate", cluster.Kubeconfig);
        await cluster.Server.UntilWatchedAsync();
        Assert.Empty(app.Output.Lines);
        cluster.Put("job/migrate", ObjectStates.CompleteJob);
        await app.Prints("started");
        app.Signal(Sig.Term);
        await app.ExitsWith(0);
    }

    [Fact]
    public async Task Death_OfAJobElsewhere_StopsTheHost()
    {
        await using var cluster = await ClusterScene.StartAsync();
        cluster.Put("job/leader", ObjectStates.RunningJob);
        var app = cluster.Graveyard.Embed("app", "run", "KUBEXIT_DEATH_DEPS=job/leader", cluster.Kubeconfig);
        await app.Prints("started");
        cluster.Put("job/leader", ObjectStates.CompleteJob);
        await app.Ends();
        Assert.Equal("DependencyDied", cluster.Graveyard.Read("app")!.Reason);
    }

    [Fact]
    public async Task NoCluster_IsAConfigurationErrorOnDisk()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "run", "KUBEXIT_BIRTH_DEPS=job/migrate", $"KUBECONFIG={graveyard.Folder}/none");
        await app.ExitsWith(2);
        Assert.Equal((2, "Configuration"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
    }
}
