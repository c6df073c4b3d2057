using Kubexit.Coordination;
using Kubexit.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Kubexit.Tests.Hosting;

/// <summary>What an application sees of a helper process, and can do with it.</summary>
[Collection(nameof(ProcessHost))] // The exit code is the whole process's.
public sealed class ProcessHandleTests
{
    private const string Sleeps = "exec sleep 1000";

    [Fact]
    public async Task State_ThroughALife_IsWhatTheTombstoneSays()
    {
        await using var host = new ProcessHost().Add("helper", Sleeps);
        var helper = host["helper"];
        Assert.Equal((SupervisedProcessState.Waiting, null, null), (helper.State, helper.ProcessId, helper.LastExit));
        await host.StartAsync();
        Assert.Equal(SupervisedProcessState.Ready, helper.State);
        Assert.True(ProcFs.IsAlive(helper.ProcessId!.Value));
        await host.StopAsync();
        Assert.Equal((SupervisedProcessState.Ended, null), (helper.State, helper.ProcessId));
        Assert.Equal(DeathReason.Terminated, helper.LastExit!.Reason);
        Assert.Equal("Terminated", host.Graveyard.Read("helper")!.Reason);
    }

    [Fact]
    public async Task Stop_ByTheApplication_TheHostGoesOnAndARestartBeginsANewLife()
    {
        await using var host = new ProcessHost().Add("helper", Sleeps, options => options.RestartPolicy = RestartPolicy.Always);
        await host.StartAsync();
        var life = host.Graveyard.Read("helper")!.Life;
        await host["helper"].StopAsync();
        Assert.Equal(SupervisedProcessState.Ended, host["helper"].State);
        Assert.False(host.Lifetime.ApplicationStopping.IsCancellationRequested);
        await host["helper"].RestartAsync();
        Assert.Equal(SupervisedProcessState.Ready, host["helper"].State);
        Assert.NotEqual(life, host.Graveyard.Read("helper")!.Life);
    }

    [Fact]
    public async Task Restart_OfARunningProcess_ReplacesItAndTellsItsExit()
    {
        await using var host = new ProcessHost().Add("helper", Sleeps);
        await host.StartAsync();
        var first = host["helper"].ProcessId;
        await using var exits = host["helper"].WatchExitsAsync().GetAsyncEnumerator();
        var exit = exits.MoveNextAsync();
        await host["helper"].RestartAsync();
        Assert.True(await exit);
        Assert.Equal(ChildExit.Signaled(Signal.Term), exits.Current.Child);
        Assert.NotEqual(first, host["helper"].ProcessId);
        exit = exits.MoveNextAsync();
        await host.StopAsync();
        Assert.True(await exit);
        Assert.False(await exits.MoveNextAsync());
    }

    [Fact]
    public async Task Restart_BeforeTheHostHasStartedOrAfterItHasStopped_IsRefused()
    {
        await using var host = new ProcessHost().Add("helper", Sleeps);
        Assert.Contains("has not started it yet",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => host["helper"].RestartAsync())).Message, StringComparison.Ordinal);
        await host.StartAsync();
        await host.StopAsync();
        Assert.Contains("its host stops",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => host["helper"].RestartAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_OfWhatIsNoLongerThere_SaysWhy()
    {
        await using var host = new ProcessHost().Add("helper", Sleeps, options =>
        {
            options.Command = [Path.Combine(Path.GetDirectoryName(options.Coordination.GraveyardPath)!, "helper.sh")];
            options.HostStopsWhen = null;
        });
        var script = host.Graveyard.WriteScript("helper.sh", Sleeps);
        await host.StartAsync();
        File.Delete(script);
        var failure = await Assert.ThrowsAsync<NotStartedException>(() => host["helper"].RestartAsync());
        Assert.Equal((127, DeathReason.StartFailed), (failure.ExitCode, failure.Reason));
    }

    /// <summary>Everybody asks at once: in the end there is one life, and it is the one that is shown.</summary>
    [Fact]
    public async Task StopAndRestart_AtTheSameTime_LeaveOneProcessOrNone()
    {
        await using var host = new ProcessHost().Add(
            "helper", Sleeps, options => options.Environment["HELPER"] = options.Coordination.GraveyardPath);
        await host.StartAsync();
        var helper = host["helper"];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            try
            {
                await (i % 2 == 0 ? helper.RestartAsync() : helper.StopAsync()).WaitAsync(Limit.Generous);
            }
            catch (NotStartedException)
            {
                // A stop came after it.
            }
        })));
        await helper.RestartAsync();
        await host.Reaches("helper", SupervisedProcessState.Ready);
        Assert.Single(ProcFs.ProcessesWith($"HELPER={host.Graveyard.Path}").Append(helper.ProcessId!.Value).Where(ProcFs.IsAlive)
            .Distinct());
        await helper.StopAsync();
        Assert.Equal(SupervisedProcessState.Ended, helper.State);
    }
}
