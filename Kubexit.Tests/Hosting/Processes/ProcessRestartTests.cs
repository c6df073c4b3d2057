using Kubexit.Hosting;
using Kubexit.Tests.Fakes;
using Kubexit.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Kubexit.Tests.Hosting;

/// <summary>When a helper process that has ended is started again.</summary>
[Collection(nameof(ProcessHost))] // The exit code is the whole process's.
public sealed class ProcessRestartTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(RestartPolicy.Never, 1, false)]
    [InlineData(RestartPolicy.OnFailure, 0, false)]
    [InlineData(RestartPolicy.OnFailure, 137, true)]
    [InlineData(RestartPolicy.Always, 0, true)]
    public void Next_ByPolicyAndExitCode_IsThereOrNot(RestartPolicy policy, int exitCode, bool expected) =>
        Assert.Equal(expected, new RestartSchedule(new() { RestartPolicy = policy }).Next(exitCode, Short) is not null);

    [Fact]
    public void Next_LifeAfterLife_DoublesUpToTheLongestAndBeginsAnewAfterALongLife()
    {
        var schedule = new RestartSchedule(new()
        {
            RestartPolicy = RestartPolicy.Always,
            RestartDelay = TimeSpan.FromSeconds(2),
            LongestRestartDelay = TimeSpan.FromSeconds(7),
        });
        Assert.Equal([2, 4, 7, 7], Enumerable.Range(0, 4).Select(_ => schedule.Next(1, Short)!.Value.TotalSeconds));
        Assert.Equal(2, schedule.Next(1, TimeSpan.FromSeconds(7))!.Value.TotalSeconds);
    }

    [Fact]
    public void Next_AfterAllRestarts_IsNoneUntilALongLife()
    {
        var schedule = new RestartSchedule(new() { RestartPolicy = RestartPolicy.Always, MaxRestarts = 2 });
        Assert.Equal([true, true, false, false], Enumerable.Range(0, 4).Select(_ => schedule.Next(1, Short) is not null));
        Assert.NotNull(schedule.Next(1, TimeSpan.FromMinutes(1)));
    }

    /// <summary>By a clock of the test: each life is there, with a tombstone of its own, no sooner than its delay is over.</summary>
    [Fact]
    public async Task Process_FailsAgainAndAgain_HasItsLivesAndThenStopsTheHost()
    {
        var clock = new ManualTimeProvider();
        await using var host = new ProcessHost().Add("helper", "exit 3", options =>
        {
            options.RestartPolicy = RestartPolicy.OnFailure;
            options.MaxRestarts = 2;
            options.HostStartsWhen = BirthCondition.Born;
        });
        host.Services.AddSingleton<TimeProvider>(clock);
        await host.StartAsync();
        var lives = new HashSet<string>();
        foreach (var delay in (int[])[1, 2])
        {
            await host.Reaches("helper", SupervisedProcessState.Restarting);
            await Limit.Until(() =>
                host.Log.Text.Contains($"helper has ended (exit code 3): restarting in {delay}s", StringComparison.Ordinal), () =>
                    host.Log.Text);
            Assert.True(lives.Add(host.Graveyard.Read("helper")!.Life!));
            Assert.Equal(3, host.Graveyard.Read("helper")!.ExitCode);
            clock.Advance(TimeSpan.FromSeconds(delay) - TimeSpan.FromTicks(1));
            Assert.Equal(SupervisedProcessState.Restarting, host["helper"].State);
            clock.Advance(TimeSpan.FromTicks(1));
            await Limit.Until(() => host.Graveyard.Read("helper") is { Died: not null } now && !lives.Contains(now.Life!), () =>
                host.Log.Text);
        }

        await Limit.Until(() => host.Lifetime.ApplicationStopping.IsCancellationRequested, () => host.Log.Text);
        Assert.Equal((SupervisedProcessState.Ended, 3), (host["helper"].State, Environment.ExitCode));
    }

    [Fact]
    public async Task Restart_DuringTheDelay_DoesNotWaitForIt()
    {
        await using var host = new ProcessHost().Add("helper", "[ -e $0 ] && exec sleep 1000; exit 1", options =>
        {
            options.Command = [.. options.Command, Path.Combine(options.Coordination.GraveyardPath, "..", "go")];
            options.RestartPolicy = RestartPolicy.OnFailure;
            options.RestartDelay = TimeSpan.FromHours(1);
            options.LongestRestartDelay = TimeSpan.FromHours(1);
            options.HostStartsWhen = null;
        });
        await host.StartAsync();
        await host.Reaches("helper", SupervisedProcessState.Restarting);
        await File.WriteAllTextAsync(Path.Combine(host.Graveyard.Folder, "go"), "");
        await host["helper"].RestartAsync();
        Assert.Equal(SupervisedProcessState.Ready, host["helper"].State);
    }

    [Fact]
    public async Task Host_StopsDuringTheDelay_DoesNotWaitForIt()
    {
        await using var host = new ProcessHost().Add("helper", "exit 1", options =>
        {
            options.RestartPolicy = RestartPolicy.Always;
            options.RestartDelay = TimeSpan.FromHours(1);
            options.LongestRestartDelay = TimeSpan.FromHours(1);
            options.HostStartsWhen = null;
        });
        await host.StartAsync();
        await host.Reaches("helper", SupervisedProcessState.Restarting);
        await host.StopAsync();
        Assert.Equal(SupervisedProcessState.Ended, host["helper"].State);
    }

    /// <summary>Whatever the policy: a start that hangs in a loop of failures would tell nobody.</summary>
    [Fact]
    public async Task Process_CannotBeStarted_TheHostDoesNotStart()
    {
        await using var host = new ProcessHost().Add("helper", "", options =>
        {
            options.Command = ["/nowhere/helper"];
            options.RestartPolicy = RestartPolicy.Always;
        });
        var failure = await Assert.ThrowsAsync<NotStartedException>(() => host.StartAsync());
        Assert.Equal(127, failure.ExitCode);
    }
}
