using System.Diagnostics;
using Kubexit.Supervision;
using Kubexit.Tests.Infrastructure;
using Microsoft.Extensions.Time.Testing;

namespace Kubexit.Tests.Supervision;

public sealed class ChildSupervisorTests : IAsyncDisposable
{
    private readonly TemporaryGraveyard _place = new();
    private readonly ChildSupervisor _supervisor = new();

    public async ValueTask DisposeAsync()
    {
        _supervisor.Dispose();
        await _place.DisposeAsync();
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 255", 255)]
    [InlineData("exit 143", 143)]
    public async Task Exited_ExitCode_IsTheChildsOwn(string script, int code)
    {
        await Start(script);
        Assert.Equal(ChildExit.Exited(code), await Exited());
    }

    [Theory]
    [InlineData(SignalName.Term)]
    [InlineData(SignalName.Kill)]
    [InlineData(SignalName.RtMax)]
    public async Task Signal_ThatEndsTheChild_IsTold(int signal)
    {
        await Start(Scripts.ForGood);
        _supervisor.SendSignal(Signal.FromNumber(signal));
        var exit = await Exited();
        Assert.Equal((ChildExit.Signaled(signal), 128 + signal), (exit, exit.Code));
    }

    [Fact]
    public async Task StopAsync_ChildObeys_EndsWithinTheGracePeriod()
    {
        await Start($"trap 'exit 7' TERM; touch {Path("up")}; {Scripts.ForGood}");
        await WaitForFile("up");
        Assert.Equal(ChildExit.Exited(7), await _supervisor.StopAsync(TimeSpan.FromMinutes(10)).WaitAsync(Limit.Generous));
    }

    [Fact]
    public async Task StopAsync_ChildIgnoresTheSignal_IsKilledWithItsGroup()
    {
        await Start($"trap '' TERM; sh -c 'trap \"\" TERM; echo $$ >{Path("inner")}; mv {Path("inner")} {Path("up")}; {Scripts.ForGood}' "
            + "& wait");
        await WaitForFile("up");
        var inner = int.Parse(await File.ReadAllTextAsync(Path("up")));
        Assert.Equal(ChildExit.Signaled(SignalName.Kill),
            await _supervisor.StopAsync(TimeSpan.FromMilliseconds(50)).WaitAsync(Limit.Generous));
        await Limit.Until(() => !ProcFs.IsAlive(inner), () => "the rest of the group lives on");
    }

    [Fact]
    public async Task StopAsync_GracePeriodOfAnotherClock_IsOverWhenThatClockSaysSo()
    {
        var time = new FakeTimeProvider();
        await using var supervisor = new ChildSupervisor(time);
        await supervisor.StartAsync(new ChildStartInfo { Command = ["sh", "-c", $"trap '' TERM; touch {Path("up")}; {Scripts.ForGood}"] });
        await WaitForFile("up");
        var stop = supervisor.StopAsync(TimeSpan.FromHours(1));
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.False(stop.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ChildExit.Signaled(SignalName.Kill), await stop.WaitAsync(Limit.Generous));
    }

    [Fact]
    public async Task StopAsync_NoGrace_KillsAtOnce()
    {
        await Start(Scripts.ForGood);
        Assert.Equal(ChildExit.Signaled(SignalName.Kill), await _supervisor.StopAsync(TimeSpan.Zero).WaitAsync(Limit.Generous));
    }

    [Fact]
    public async Task StopAsync_Cancelled_StopsWaitingAndTheKillStillComes()
    {
        await Start($"trap '' TERM; touch {Path("up")}; {Scripts.ForGood}");
        await WaitForFile("up");
        using var cancelled = new CancellationTokenSource();
        var stop = _supervisor.StopAsync(TimeSpan.FromMilliseconds(200), cancellationToken: cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stop);
        Assert.Equal(ChildExit.Signaled(SignalName.Kill), await Exited());
    }

    [Fact]
    public async Task WaitForExitAsync_Cancelled_LeavesTheChildAlone()
    {
        await Start($"read _ <{Path("fifo")}; exit 5", withFifo: true);
        using var cancelled = new CancellationTokenSource();
        var wait = _supervisor.WaitForExitAsync(cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        await File.WriteAllTextAsync(Path("fifo"), "go\n");
        Assert.Equal(ChildExit.Exited(5), await Exited());
    }

    [Fact]
    public async Task Exited_B12_WhatTheChildLeavesInItsGroup_IsKilled()
    {
        await Start($"sleep 1000 & echo $! >{Path("left")}; exit 0");
        Assert.Equal(ChildExit.Exited(0), await Exited());
        var left = int.Parse(await File.ReadAllTextAsync(Path("left")));
        await Limit.Until(() => !ProcFs.IsAlive(left), () => "what the child left lives on");
    }

    [Fact]
    public async Task Exited_OtherChildrenOfTheProcess_AreLeftToTheirOwners()
    {
        using var other = Process.Start("sh", ["-c", "exit 9"]);
        await Start("exit 3");
        Assert.Equal(ChildExit.Exited(3), await Exited());
        await other.WaitForExitAsync().WaitAsync(Limit.Generous);
        Assert.Equal(9, other.ExitCode);
    }

    [Fact]
    public async Task Dispose_ChildRuns_KillsIt()
    {
        await Start(Scripts.ForGood);
        _supervisor.Dispose();
        Assert.Equal(ChildExit.Signaled(SignalName.Kill), await Exited());
        _supervisor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _supervisor.SendSignal(Signal.Term));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _supervisor.StopAsync(TimeSpan.Zero));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _supervisor.WaitForExitAsync());
    }

    [Fact]
    public async Task DisposeAsync_ChildRuns_NothingIsLeftWhenItCompletes()
    {
        await Start(Scripts.ForGood);
        await _supervisor.DisposeAsync();
        Assert.Equal(ChildExit.Signaled(Signal.Kill), await _supervisor.Exited.WaitAsync(TimeSpan.Zero));
        await new ChildSupervisor().DisposeAsync();
    }

    [Theory]
    [InlineData("no-such-command", 127)]
    [InlineData("/no/such/command", 127)]
    [InlineData("", 127)]
    [InlineData("/", 126)]
    [InlineData("/etc/passwd", 126)]
    public async Task StartAsync_CannotBeStarted_SaysWhy(string file, int exitCode)
    {
        var failure = await Assert.ThrowsAsync<ChildStartException>(() => _supervisor.StartAsync(new() { Command = [file] }));
        Assert.Equal((exitCode, DeathReason.StartFailed), (failure.ExitCode, failure.Reason));
        Assert.StartsWith("Cannot start command '", failure.Message);
        Assert.False(_supervisor.Exited.IsCompleted);
    }

    [Theory]
    [InlineData("#!/no/such/interpreter", 127)]
    [InlineData("\u007fELF", 126)]
    public async Task StartAsync_ScriptThatCannotRun_SaysWhy(string content, int exitCode)
    {
        var script = _place.WriteScript("script", content.StartsWith('#') ? content : "#!");
        if (!content.StartsWith('#')) await File.WriteAllTextAsync(script, content);
        var failure = await Assert.ThrowsAsync<ChildStartException>(() => _supervisor.StartAsync(new() { Command = [script] }));
        Assert.Equal(exitCode, failure.ExitCode);
    }

    [Fact]
    public async Task StartAsync_DirectoryAndVariables_ReachTheChild()
    {
        var script = $"pwd >{Path("seen")}; echo $ADDED-$HOME >>{Path("seen")}";
        await _supervisor.StartAsync(new()
        {
            Command = ["sh", "-c", script],
            WorkingDirectory = _place.Folder,
            Environment = new Dictionary<string, string?> { ["ADDED"] = "a=b", ["HOME"] = null },
        });
        Assert.Equal(ChildExit.Exited(0), await Exited());
        Assert.Equal($"{_place.Folder}\na=b-\n", await File.ReadAllTextAsync(Path("seen")));
    }

    [Fact]
    public async Task StartAsync_WordWithNul_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _supervisor.StartAsync(new() { Command = ["sh", "-c", "exit 0\0 1"] }));

    [Fact]
    public async Task Misuse_IsSaid()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _supervisor.StartAsync(new() { Command = [] }));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _supervisor.StopAsync(TimeSpan.Zero));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _supervisor.StopAsync(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentException>(() => _supervisor.SendSignal(default));
        await Start("exit 0");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Start("exit 0"));
        Assert.NotEqual(0, _supervisor.ProcessId);
        await Exited();
    }

    private Task Start(string script, bool withFifo = false)
    {
        if (withFifo) Assert.Equal(0, LibC.MakeFifo(Path("fifo"), 0x1a4 /* 0644 */));
        return _supervisor.StartAsync(new() { Command = ["sh", "-c", script] });
    }

    private Task<ChildExit> Exited() => _supervisor.Exited.WaitAsync(Limit.Generous);

    private string Path(string name) => System.IO.Path.Combine(_place.Folder, name);

    private Task WaitForFile(string name) => Limit.Until(() => File.Exists(Path(name)), () => $"'{name}' never came");
}
