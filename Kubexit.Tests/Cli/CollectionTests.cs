using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.Probes;

namespace Kubexit.Tests.Cli;

/// <summary>
/// The native file writes into the collector's heap before the program begins (Native/statics.c): here the collector goes over it some
/// seventy times.
/// </summary>
public sealed class CollectionTests
{
    private const int Requests = 1000;

    // Bytes between two collections, in hexadecimal: the least that the collector takes.
    private const string CollectOften = "DOTNET_GCgen0size=10000";

    [Fact]
    public async Task Collected_OverAndOver_WorksOn()
    {
        Prerequisites.RequireNativeBinary();
        await using var graveyard = new TemporaryGraveyard();
        var requests = 0;
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref requests) < Requests ? 503 : 200;
            return Task.CompletedTask;
        });
        var wait = graveyard.Start(
            [KubexitBinary.Path, "wait", "--http-get", $"{server.Url}ready", "--period", "1ms", "--request-timeout", "10s"],
            [CollectOften]);
        await wait.ExitsWith(0);
        Assert.Equal(Requests, requests);
    }
}
