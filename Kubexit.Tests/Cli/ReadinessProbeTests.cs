using System.Net;
using System.Net.Sockets;
using Kubexit.NodeTermination;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.Probes;
using Microsoft.AspNetCore.Http;

namespace Kubexit.Tests.Cli;

/// <summary>A process with a readiness probe is ready when the probe first succeeds, and not before.</summary>
public sealed class ReadinessProbeTests
{
    private const string Fast = "KUBEXIT_READINESS_PERIOD=20ms";

    [Fact]
    public async Task HttpGet_AnswersAFailureThenASuccess_IsReadyThen()
    {
        var (requests, isReady) = (0, false);
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = Volatile.Read(ref isReady) ? 204 : 503;
            Interlocked.Increment(ref requests);
            return Task.CompletedTask;
        });
        await using var graveyard = new TemporaryGraveyard();
        graveyard.Wrap("app", Scripts.UntilTold, $"KUBEXIT_READINESS_HTTP_GET={server.Url}healthz?deep=1", Fast);
        await Limit.Until(() => Volatile.Read(ref requests) >= 3, () => "The probe did not ask three times.");
        Assert.Null(graveyard.Read("app")!.Ready);
        Volatile.Write(ref isReady, true);
        await AssertGetsReady(graveyard);
    }

    [Fact]
    public async Task HttpGet_ServerDoesNotAnswer_IsAskedAgainAfterTheTimeout()
    {
        var requests = 0;
        await using var server = await LoopbackServer.StartAsync(
            context => Interlocked.Increment(ref requests) <= 2 ? Task.Delay(Timeout.Infinite, context.RequestAborted)
                : Task.CompletedTask);
        await using var graveyard = new TemporaryGraveyard();
        graveyard.Wrap("app", Scripts.UntilTold, $"KUBEXIT_READINESS_HTTP_GET={server.Url}", Fast, "KUBEXIT_READINESS_TIMEOUT=150ms");
        await AssertGetsReady(graveyard);
        Assert.True(requests >= 3, $"Only {requests} requests.");
    }

    [Fact]
    public async Task SuccessThreshold_OfThree_NeedsThreeSuccessesInARow()
    {
        var requests = 0;
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref requests) is 3 ? 500 : 200;
            return Task.CompletedTask;
        });
        await using var graveyard = new TemporaryGraveyard();
        graveyard.Wrap("app", Scripts.UntilTold, $"KUBEXIT_READINESS_HTTP_GET={server.Url}", Fast, "KUBEXIT_READINESS_SUCCESS_THRESHOLD=3");
        await AssertGetsReady(graveyard);
        Assert.True(requests >= 6, $"Ready after {requests} requests.");
    }

    [Fact]
    public async Task InitialDelay_IsWaitedForBeforeTheFirstQuestion()
    {
        await using var server = await LoopbackServer.StartAsync(_ => Task.CompletedTask);
        await using var graveyard = new TemporaryGraveyard();
        graveyard.Wrap("app", Scripts.UntilTold, $"KUBEXIT_READINESS_HTTP_GET={server.Url}", Fast, "KUBEXIT_READINESS_INITIAL_DELAY=300ms");
        var tombstone = await AssertGetsReady(graveyard);
        Assert.True(tombstone.Ready - tombstone.Born >= TimeSpan.FromMilliseconds(290), tombstone.Text);
    }

    [Fact]
    public async Task TcpSocket_OpensLate_IsReadyThen()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.UntilTold, $"KUBEXIT_READINESS_TCP_SOCKET=127.0.0.1:{port}", Fast);
        await app.Says("not ready yet");
        Assert.Null(graveyard.Read("app")!.Ready);
        using var late = new TcpListener(IPAddress.Loopback, port);
        late.Start();
        await AssertGetsReady(graveyard);
    }

    [Fact]
    public async Task Exec_FailsThenSucceeds_IsReadyThenAndItsOutputIsNotOnOurStdout()
    {
        await using var graveyard = new TemporaryGraveyard();
        var flag = Path.Combine(graveyard.Folder, "flag");
        var asked = Path.Combine(graveyard.Folder, "asked");
        var app = graveyard.Wrap(
            "app", Scripts.UntilTold, $"KUBEXIT_READINESS_EXEC=sh -c 'echo noise; echo x >> {asked}; test -e {flag}'", Fast);
        await Limit.Until(() => File.Exists(asked) && File.ReadLines(asked).Count() >= 3, () => app.Describe("did not ask three times"));
        Assert.Null(graveyard.Read("app")!.Ready);
        File.WriteAllText(flag, "");
        await AssertGetsReady(graveyard);
        app.CloseInput();
        await app.ExitsWith(1);
        Assert.Empty(app.Output.Lines);
    }

    [Fact]
    public async Task Exec_AsJson_IsTakenWordByWord()
    {
        await using var graveyard = new TemporaryGraveyard();
        var flag = Path.Combine(graveyard.Folder, "a flag with blanks");
        File.WriteAllText(flag, "");
        graveyard.Wrap("app", Scripts.UntilTold, $$"""KUBEXIT_READINESS_EXEC=["test", "-e", "{{flag}}"]""", Fast);
        await AssertGetsReady(graveyard);
    }

    [Fact]
    public async Task Exec_Hangs_IsKilledWithAllItsProcessesAndAskedAgain()
    {
        await using var graveyard = new TemporaryGraveyard();
        var pids = Path.Combine(graveyard.Folder, "pids");
        var app = graveyard.Wrap(
            "app", Scripts.UntilTold,
            $"KUBEXIT_READINESS_EXEC=sh -c 'trap \"\" TERM; test -e {pids} && exit 0; sleep 1000 & echo $! >> {pids}; echo $$ >> {pids}; "
                + $"wait'", Fast, "KUBEXIT_READINESS_TIMEOUT=300ms");
        await AssertGetsReady(graveyard);
        foreach (var pid in File.ReadLines(pids).Select(int.Parse))
            await Limit.Until(() => !app.Lives(pid), () => $"Process {pid} of the hung probe lives on.");
    }

    [Fact]
    public async Task File_Appears_IsReadyThen()
    {
        await using var graveyard = new TemporaryGraveyard();
        var file = Path.Combine(graveyard.Folder, "is-ready");
        var app = graveyard.Wrap("app", Scripts.UntilTold, $"KUBEXIT_READINESS_FILE={file}", Fast);
        await app.Says("not ready yet");
        Assert.Null(graveyard.Read("app")!.Ready);
        File.WriteAllText(file, "");
        await AssertGetsReady(graveyard);
    }

    [Fact]
    public async Task Grpc_NotServingThenServing_IsReadyThen()
    {
        const byte serving = 1, notServing = 2;
        var (requests, path) = (0, "");
        await using var server = await LoopbackServer.StartHttp2Async(async context =>
        {
            path = context.Request.Path;
            context.Response.ContentType = "application/grpc";
            var status = Interlocked.Increment(ref requests) <= 2 ? notServing : serving;
            await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 2, 8, status });
            context.Response.AppendTrailer("grpc-status", "0");
        });
        await using var graveyard = new TemporaryGraveyard();
        graveyard.Wrap("app", Scripts.UntilTold, $"KUBEXIT_READINESS_GRPC={server.Url.Authority}/my.Service", Fast);
        await AssertGetsReady(graveyard);
        Assert.Equal("/grpc.health.v1.Health/Check", path);
        Assert.True(requests >= 3, $"Ready after {requests} requests.");
    }

    [Fact]
    public async Task Child_EndsBeforeItIsReady_WasNeverReadyAndTheProbeIsOver()
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Wrap("app", "exit 3", "KUBEXIT_READINESS_EXEC=sleep 1000", "KUBEXIT_READINESS_TIMEOUT=1h").ExitsWith(3);
        Assert.Null(graveyard.Read("app")!.Ready);
        Assert.DoesNotContain(ProcFs.ProcessesWith($"KUBEXIT_GRAVEYARD={graveyard.Path}"), ProcFs.IsAlive);
    }

    [Fact]
    public async Task Child_IsStoppedBeforeItIsReady_StopsAsEver()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap(
            "app", Scripts.StopsWith(4), "KUBEXIT_READINESS_EXEC=sleep 1000", "KUBEXIT_READINESS_TIMEOUT=1h", "KUBEXIT_DEATH_DEPS=db");
        await app.Prints("ready");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.ExitsWith(4);
    }

    private static Task<SeenTombstone> AssertGetsReady(TemporaryGraveyard graveyard) =>
        graveyard.WaitFor("app", tombstone => tombstone is { IsAlive: true, Ready: not null });
}
