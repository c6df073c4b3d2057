using Kubexit.Platform;
using Kubexit.Platform.Linux;
using Kubexit.Supervision;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Platform;

public sealed class LinuxCommandRunnerTests : IAsyncDisposable
{
    private readonly RunningLoop _loop = new();
    private readonly TemporaryGraveyard _place = new();
    private readonly List<string> _lines = [];
    private readonly ICommandRunner _runner;

    public LinuxCommandRunnerTests() =>
        _runner = PlatformServices.CreateCommandRunner(_loop.Loop, PlatformServices.CreateChildLauncher(_loop.Loop));

    public async ValueTask DisposeAsync()
    {
        await _place.DisposeAsync();
        _loop.Dispose();
    }

    [Fact]
    public async Task RunAsync_Output_ComesLineByLineFromBothStreams()
    {
        Assert.Equal(ChildExit.Exited(3), await Run("echo one; echo two >&2; printf 'thr\\303\\251e\\r\\n\\nlast'; exit 3"));
        Assert.Equal(["one", "two", "thrée", "", "last"], Lines);
    }

    [Fact]
    public async Task RunAsync_Input_IsFromNowhere()
    {
        await Run("read x; echo \"got $x\"");
        Assert.Equal(["got "], Lines);
    }

    [Fact]
    public async Task RunAsync_LongLine_ComesInPieces()
    {
        await Run("head -c 10000 /dev/zero | tr '\\0' x; echo; echo end");
        Assert.Equal((new string('x', 10_000) + "end", 4096), (string.Concat(Lines), Lines.Max(l => l.Length)));
    }

    [Fact]
    public async Task RunAsync_MuchOutput_IsAllThere()
    {
        await Run("seq 1 20000");
        Assert.Equal(Enumerable.Range(1, 20_000).Select(i => $"{i}"), Lines);
    }

    [Fact]
    public async Task RunAsync_OutputDiscarded_DoesNotBlock() =>
        Assert.Equal(ChildExit.Exited(0), await _runner.RunAsync(["sh", "-c", "seq 1 20000"], null, default).WaitAsync(Limit.Generous));

    [Fact]
    public async Task RunAsync_CannotStart_Throws() => Assert.Equal(
        127, (await Assert.ThrowsAsync<ChildStartException>(() => _runner.RunAsync(["no-such-command"], null, default))).ExitCode);

    [Fact]
    public async Task RunAsync_Cancelled_KillsTheGroupAndAwaitsIt()
    {
        using var cancelled = new CancellationTokenSource();
        var run = _runner.RunAsync(["sh", "-c", "trap '' TERM; echo $$; sleep 1000 & echo $!; wait; sleep 1000"], Add, cancelled.Token);
        await Limit.Until(() => Lines.Count == 2, () => "it did not start");
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Limit.Generous));
        var pids = Lines.Select(int.Parse).ToArray();
        Assert.False(ProcFs.IsAlive(pids[0]));
        await Limit.Until(() => !ProcFs.IsAlive(pids[1]), () => "the rest of the group lives on");
    }

    [Fact]
    public async Task RunAsync_CancelledBefore_StartsNothing()
    {
        var file = Path.Combine(_place.Folder, "ran");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _runner.RunAsync(["touch", file], null, new CancellationToken(true)));
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("sleep 1000")]
    [InlineData("yes")]
    public async Task RunAsync_GrandchildKeepsThePipe_IsNotWaitedFor(string daemon)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/setsid"), "It takes setsid(1) to leave the group.");
        var variable = $"KUBEXIT_GRAVEYARD={_place.Path}";
        var exit = await Run($"{variable} setsid {daemon} & while [ \"$(ps -o sid= -p $!)\" = \"$(ps -o sid= -p $$)\" ]; do :; done; "
            + "echo up");
        Assert.Equal(ChildExit.Exited(0), exit);
        Assert.Contains("up", Lines);
        Assert.Equal(1, await _loop.Invoke(() => 1));
    }

    private IReadOnlyList<string> Lines
    {
        get { lock (_lines) return [.. _lines]; }
    }

    private Task<ChildExit> Run(string script) => _runner.RunAsync(["sh", "-c", script], Add, default).WaitAsync(Limit.Generous);

    private void Add(string line)
    {
        lock (_lines) _lines.Add(line);
    }
}
