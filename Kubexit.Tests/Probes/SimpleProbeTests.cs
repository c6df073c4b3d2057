using System.Net;
using System.Net.Sockets;
using Kubexit.Probes;
using Kubexit.Supervision;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Probes;

/// <summary>TCP, exec and file probes, and the factory of them all.</summary>
public sealed class SimpleProbeTests : IDisposable
{
    private readonly FakeCommandRunner _runner = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("kubexit-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Tcp_SomebodyListens_Succeeds()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.Equal(ProbeResult.Success, await Ask(new ProbeTarget.TcpSocket("localhost", ((IPEndPoint)listener.LocalEndpoint).Port)));
    }

    [Fact]
    public async Task Tcp_NobodyListens_Fails() =>
        Assert.Equal(ProbeResult.Failure("Connection refused"),
            await Ask(new ProbeTarget.TcpSocket("127.0.0.1", HttpGetProbeTests.FreePort())));

    [Fact]
    public async Task Tcp_NameDoesNotExist_Fails()
    {
        var result = await Ask(new ProbeTarget.TcpSocket("nowhere.invalid", 80));
        Assert.False(result.IsSuccess);
        Assert.NotEmpty(result.Reason);
    }

    [Fact]
    public async Task Exec_ExitCode0_Succeeds()
    {
        Assert.Equal(ProbeResult.Success, await Ask(new ProbeTarget.Exec(["redis-cli", "ping"])));
        Assert.Equal(["redis-cli ping"], _runner.Commands);
    }

    [Fact]
    public async Task Exec_OtherExit_FailsWithItAndTheLastLine()
    {
        _runner.Behaviour = (_, output, _) =>
        {
            output!("first");
            output("  Could not connect  ");
            output("");
            return Task.FromResult(ChildExit.Exited(3));
        };
        Assert.Equal(ProbeResult.Failure("exit code 3: Could not connect"), await Ask(new ProbeTarget.Exec(["x"])));
    }

    [Fact]
    public async Task Exec_EndedBySignalWithoutWords_Fails()
    {
        _runner.Behaviour = (_, _, _) => Task.FromResult(ChildExit.Signaled(9));
        Assert.Equal(ProbeResult.Failure("signal KILL"), await Ask(new ProbeTarget.Exec(["x"])));
    }

    [Fact]
    public async Task Exec_EndlessLine_IsCutOff()
    {
        _runner.Behaviour = (_, output, _) =>
        {
            output!(new string('x', 100_000));
            return Task.FromResult(ChildExit.Exited(1));
        };
        Assert.InRange((await Ask(new ProbeTarget.Exec(["x"]))).Reason.Length, 200, 220);
    }

    [Fact]
    public async Task Exec_CannotBeStarted_FailsAndDoesNotThrow()
    {
        _runner.Behaviour = (_, _, _) => throw ChildStartException.NotFound("nope", "no such file");
        Assert.Equal(
            ProbeResult.Failure("Cannot start command 'nope': no such file. Check its spelling and PATH."),
            await Ask(new ProbeTarget.Exec(["nope"])));
    }

    [Fact]
    public async Task File_AnythingThatExists_Succeeds()
    {
        var file = Path.Combine(_directory, "ready");
        Assert.Equal(ProbeResult.Failure($"{file} does not exist"), await Ask(new ProbeTarget.File(file)));
        await File.WriteAllTextAsync(file, "");
        Assert.Equal(ProbeResult.Success, await Ask(new ProbeTarget.File(file)));
        Assert.Equal(ProbeResult.Success, await Ask(new ProbeTarget.File(_directory)));
    }

    [Fact]
    public async Task File_UnixSocket_Succeeds()
    {
        var path = Path.Combine(_directory, "socket");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        Assert.Equal(ProbeResult.Success, await Ask(new ProbeTarget.File(path)));
    }

    [Fact]
    public void Targets_Nonsense_IsTheCallersMistake()
    {
        Assert.Throws<ArgumentException>(() => new ProbeTarget.HttpGet(new("/relative", UriKind.Relative)));
        Assert.Throws<ArgumentException>(() => new ProbeTarget.HttpGet(new("ftp://h/")));
        Assert.Throws<ArgumentException>(() => new ProbeTarget.Exec([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProbeTarget.TcpSocket("h", 65536));
        Assert.Throws<ArgumentException>(() => new HookAction.Ask(new ProbeTarget.Exec([""])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HookAction.Sleep(TimeSpan.FromTicks(-1)));
    }

    private async Task<ProbeResult> Ask(ProbeTarget target)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await target.CreateProbe(_runner).CheckAsync(limit.Token);
    }
}
