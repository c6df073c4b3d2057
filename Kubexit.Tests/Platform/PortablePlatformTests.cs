using Kubexit.Coordination;
using Kubexit.Platform;
using Kubexit.Platform.Portable;
using Kubexit.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Tests.Platform;

/// <summary>
/// What docs/other-systems.md says of a signal, a stop and a lock where the system is neither Linux nor asked for more: the same classes,
/// here.
/// </summary>
public sealed class PortablePlatformTests : IDisposable
{
    private readonly RunningLoop _loop = new(onError => new QueueEventLoop(onError));
    private readonly DirectoryInfo _graveyard = Directory.CreateTempSubdirectory("kubexit-portable-");

    public void Dispose()
    {
        _loop.Dispose();
        _graveyard.Delete(recursive: true);
    }

    [Fact]
    public async Task Signal_ThatDotNetKnows_IsReceivedAndDoesNotEndTheProcess()
    {
        var received = new TaskCompletionSource<int>();
        using var signals = new PortableSignals(_loop.Loop, received.SetResult);
        Assert.Equal(0, LibC.Kill(Environment.ProcessId, Sig.Hup));
        Assert.Equal(Sig.Hup, await received.Task.WaitAsync(Limit.Generous));
    }

    /// <summary>There are no process groups: a signal for the group is one for the process.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stop_OfAChild_IsASignalToItAndTheExitLooksLike128PlusN(bool group)
    {
        var exit = new TaskCompletionSource<ChildExit>();
        var child = await Start("exec sleep 1000", exit);
        await _loop.Invoke(() => child.Signal(Sig.Term, group));
        Assert.Equal(ChildExit.Exited(143), await exit.Task.WaitAsync(Limit.Generous));
    }

    [Fact]
    public async Task Kill_OfAChild_EndsItsDescendantsToo()
    {
        var exit = new TaskCompletionSource<ChildExit>();
        var child = await Start("sleep 1000 & wait", exit);
        await Limit.Until(() => ProcFs.ChildrenOf(child.Id).Count > 0, () => "It has started nothing.");
        var descendant = ProcFs.ChildrenOf(child.Id)[0];
        await _loop.Invoke(child.Kill);
        Assert.Equal(ChildExit.Exited(137), await exit.Task.WaitAsync(Limit.Generous));
        await Limit.Until(() => !ProcFs.IsAlive(descendant), () => "Its descendant lives on.");
    }

    [Fact]
    public async Task Run_FromWaitingToAStop_IsRecordedAndTheLockIsFreeAfterwards()
    {
        var store = new PortableGraveyardStore(_graveyard.FullName);
        var launcher = new PortableChildLauncher(_loop.Loop);
        var options = new CoordinatorOptions { Name = "app", GraveyardPath = _graveyard.FullName, BirthDependencies = [new("db")] };
        var coordinator = new Coordinator(
            options,
            new ChildStartInfo { Command = ["sleep", "1000"] },
            new CoordinatorServices(_loop.Loop, store, launcher, new PortableCommandRunner(), null, NullLogger.Instance));
        var run = coordinator.RunAsync();
        await File.WriteAllTextAsync(Path.Combine(_graveyard.FullName, "db"), OriginalTombstone.Alive + OriginalTombstone.ReadyLine);
        await Limit.Until(() => Read().Contains("Born: ", StringComparison.Ordinal), Read);
        Assert.Equal(LockState.Held, store.Probe("app").State);
        coordinator.RequestStop();
        var result = await run.WaitAsync(Limit.Generous);
        Assert.Equal((143, DeathReason.Terminated), (result.ExitCode, result.Reason));
        Assert.Contains("ExitCode: 143", Read(), StringComparison.Ordinal);
        Assert.Equal(LockState.Free, store.Probe("app").State);
    }

    private string Read() =>
        File.Exists(Path.Combine(_graveyard.FullName, "app")) ? File.ReadAllText(Path.Combine(_graveyard.FullName, "app")) : "";

    private Task<IChildProcess> Start(string script, TaskCompletionSource<ChildExit> exit) =>
        _loop.Invoke(() => new PortableChildLauncher(_loop.Loop).Start(
            new ChildStartInfo { Command = ["sh", "-c", script] }, exit.SetResult, null));
}
