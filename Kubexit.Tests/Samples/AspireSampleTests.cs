using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Samples;

/// <summary>
/// samples/Aspire, which is outside of the solution: the gate builds it before the tests, and it runs where Aspire's orchestrator does.
/// </summary>
public sealed class AspireSampleTests
{
    private static readonly string AppHost = Path.Combine(Repository.Root, "samples/Aspire/bin/Debug/net10.0/AppHost");

    [Fact]
    public async Task Executables_UnderKubexit_StartAndStopInOrder()
    {
        Assert.SkipUnless(File.Exists(AppHost), "The sample is not built: dotnet build samples/Aspire.");
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start([AppHost], [$"HOME={Environment.GetEnvironmentVariable("HOME")}"]); // The orchestrator hangs without one.
        await Starts(app);
        var client = await graveyard.WaitFor("client", tombstone => tombstone.Died is not null);
        var server = await graveyard.WaitFor("server", tombstone => tombstone.Died is not null);
        Assert.True(server.Ready <= client.Born && client.Died <= server.Died);
        Assert.Equal(("Exited", "DependencyDied"), (client.Reason, server.Reason));
        app.Signal(Sig.Term);
        await app.Ends();
    }

    /// <summary>The orchestrator is an API server of its own, and takes up to a minute on a busy machine.</summary>
    private static async Task Starts(WrappedProcess app)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await app.Says("Distributed application started");
                return;
            }
            catch (TimeoutException) when (tries < 4 && !app.HasEnded)
            {
                // Another 30 s.
            }
        }
    }
}
