using System.Net;
using System.Net.Sockets;
using Kubexit.Probes;
using Kubexit.NodeTermination;
using Kubexit.Supervision;
using Kubexit.Tests.Fakes;
using Kubexit.Tests.Probes;

namespace Kubexit.Tests.Supervision;

public sealed class HookRunnerTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    private readonly FakeCommandRunner _commands = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _output = [];

    [Fact]
    public async Task Exec_ExitCodeZero_SucceedsAndPassesItsOutputOn()
    {
        _commands.Behaviour = (_, output, _) =>
        {
            output!("hello");
            return Task.FromResult(ChildExit.Exited(0));
        };
        Assert.Null(await Run(new HookAction.Ask(new ProbeTarget.Exec(["notify", "all"]))));
        Assert.Equal(["notify all"], _commands.Commands);
        Assert.Equal(["hello"], _output);
    }

    [Fact]
    public async Task Exec_Fails_TellsHow()
    {
        _commands.Behaviour = (_, _, _) => Task.FromResult(ChildExit.Exited(3));
        Assert.Equal("its command ended with exit code 3", await Run(new HookAction.Ask(new ProbeTarget.Exec(["x"]))));
    }

    [Fact]
    public async Task Exec_CannotBeStarted_IsAFailureAndNoException()
    {
        _commands.Behaviour = (_, _, _) => throw ChildStartException.NotFound("x", "no such file in PATH");
        Assert.Contains("no such file", await Run(new HookAction.Ask(new ProbeTarget.Exec(["x"]))));
    }

    [Fact]
    public async Task Exec_RunnerItselfBreaks_IsAFailureAndNoException()
    {
        _commands.Behaviour = (_, _, _) => throw new InvalidOperationException("broken");
        Assert.Equal("broken", await Run(new HookAction.Ask(new ProbeTarget.Exec(["x"]))));
    }

    [Fact]
    public async Task Exec_Hangs_IsCancelledAfterItsTimeout()
    {
        _commands.Behaviour = Hang;
        var run = Run(new HookAction.Ask(new ProbeTarget.Exec(["x"])), TimeSpan.FromSeconds(5));
        await _clock.WaitForTimersAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("it did not end within 5s", await run.WaitAsync(Generous));
    }

    [Fact]
    public async Task Exec_TimeoutOfZero_IsNoLimit()
    {
        using var stop = new CancellationTokenSource();
        _commands.Behaviour = Hang;
        var run = Run(new HookAction.Ask(new ProbeTarget.Exec(["x"])), TimeSpan.Zero, stop.Token);
        Assert.Equal(0, _clock.ArmedTimers);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Generous));
    }

    [Fact]
    public async Task Sleep_LongerThanTheTimeout_IsItsOwnLimit()
    {
        var run = Run(new HookAction.Sleep(TimeSpan.FromMinutes(2)), TimeSpan.FromSeconds(30));
        await _clock.WaitForTimersAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(119));
        Assert.False(run.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await run.WaitAsync(Generous));
    }

    /// <summary>The kubelet does not look at the status of a hook's answer.</summary>
    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task HttpGet_AnyAnswer_IsSuccess(int status)
    {
        var requests = 0;
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            requests++;
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        Assert.Null(await Run(new HookAction.Ask(new ProbeTarget.HttpGet(server.Url))));
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task HttpGet_NobodyThere_Fails() =>
        Assert.Contains("refused", await Run(new HookAction.Ask(new ProbeTarget.HttpGet(new Uri($"http://127.0.0.1:{FreePort()}/")))),
            StringComparison.OrdinalIgnoreCase);

    [Fact]
    public async Task HttpGet_NoAnswer_FailsAfterItsTimeout()
    {
        var asked = new TaskCompletionSource();
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var run = Run(new HookAction.Ask(new ProbeTarget.HttpGet(server.Url)), TimeSpan.FromSeconds(7));
        await asked.Task.WaitAsync(Generous);
        _clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal("it did not end within 7s", await run.WaitAsync(Generous));
    }

    [Fact]
    public async Task TcpSocket_SomebodyListens_Succeeds()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.Null(await Run(new HookAction.Ask(new ProbeTarget.TcpSocket("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port))));
        listener.Stop();
        Assert.NotNull(await Run(new HookAction.Ask(new ProbeTarget.TcpSocket("127.0.0.1", FreePort()))));
    }

    private Task<string?> Run(HookAction action, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var hook = new HookOptions(action) { Timeout = timeout ?? Generous };
        return new HookRunner(_commands, _clock, _output.Add).RunAsync(hook, cancellationToken);
    }

    private static async Task<ChildExit> Hang(IReadOnlyList<string> command, Action<string>? output, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("Nobody gets here.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
