using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Packaging;

/// <summary>The two embedded samples beside a wrapped process, as samples/embedded-pod.sh runs them.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task EmbeddedPod_MainEnds_EverybodyHasStartedAndStoppedInOrder()
    {
        await using var graveyard = new TemporaryGraveyard();
        var worker = graveyard.Start([Worker], []);
        var web = graveyard.Start([Repository.Executable("samples/EmbeddedWeb")], ["ASPNETCORE_URLS=http://127.0.0.1:0", "WarmUp=0.3"]);
        var main = graveyard.Wrap("main", Scripts.UntilTold, "KUBEXIT_BIRTH_DEPS=worker");
        await graveyard.WaitFor("main", tombstone => tombstone.IsAlive);
        main.CloseInput();
        await worker.ExitsWith(0);
        await web.ExitsWith(0);
        var (first, second, third) = (graveyard.Read("web")!, graveyard.Read("worker")!, graveyard.Read("main")!);
        Assert.True(first.Ready - first.Born >= TimeSpan.FromMilliseconds(100), first.Text);
        Assert.True(first.Ready <= second.Born && second.Ready <= third.Born);
        Assert.Equal(("DependencyDied", "DependencyDied", "Exited"), (first.Reason, second.Reason, third.Reason));
    }

    /// <summary>The native one where it has been published.</summary>
    private static string Worker =>
        Environment.GetEnvironmentVariable("KUBEXIT_TEST_WORKER") is { Length: > 0 } given ? given : Repository.Executable("samples/EmbeddedWorker");
}
