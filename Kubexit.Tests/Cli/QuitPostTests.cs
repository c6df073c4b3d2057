using System.Collections.Concurrent;
using System.Diagnostics;
using Kubexit.NodeTermination;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.Probes;

namespace Kubexit.Tests.Cli;

/// <summary><c>KUBEXIT_QUIT_HTTP_POST</c> ends neighbours that cannot be wrapped, once the child has ended, whatever its end was.</summary>
public sealed class QuitPostTests
{
    [Fact]
    public async Task QuitPost_AfterTheChildsEnd_GoesToEveryUrl()
    {
        var requests = new ConcurrentQueue<string>();
        await using var graveyard = new TemporaryGraveyard();
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            requests.Enqueue($"{context.Request.Method} {context.Request.Path} died={graveyard.Read("app")!.Died is not null}");
            return Task.CompletedTask;
        });
        await graveyard.Wrap("app", "exit 3", $"KUBEXIT_QUIT_HTTP_POST={server.Url}quitquitquit, {server.Url}stop").ExitsWith(3);
        Assert.Equal(["POST /quitquitquit died=True", "POST /stop died=True"], requests.Order());
    }

    [Fact]
    public async Task QuitPost_NobodyAnswersOrItFails_IsLoggedAndTheChildsExitCodeComesBack()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", "exit 3", $"KUBEXIT_QUIT_HTTP_POST={server.Url}x,http://127.0.0.1:1/y");
        await app.ExitsWith(3);
        await app.Says("500");
        await app.Says("127.0.0.1:1/y");
    }

    [Fact]
    public async Task QuitPost_NeighbourHangs_IsGivenUpAfterFiveSeconds()
    {
        await using var server = await LoopbackServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var graveyard = new TemporaryGraveyard();
        var clock = Stopwatch.StartNew();
        await graveyard.Wrap("app", "exit 3", $"KUBEXIT_QUIT_HTTP_POST={server.Url}").ExitsWith(3);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(4.9), TimeSpan.FromSeconds(20));
        Assert.Equal(3, graveyard.Read("app")!.ExitCode);
    }
}
