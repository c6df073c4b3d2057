using Kubexit.Tests.Fakes;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Cli;

/// <summary>C13: wrappers that stop at the end of objects of a cluster.</summary>
public sealed class ObjectDeathTests : IAsyncLifetime
{
    private const string Serve = "trap 'echo stopped; exit 0' TERM; echo started; while :; do sleep 0.1; done";

    private ClusterScene _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await ClusterScene.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("job/x", ObjectStates.RunningJob, ObjectStates.SuccessCriteriaMet,
        "'job/x' has succeeded, but some of its pods are still running: stopping")]
    [InlineData("job/x:succeeded", ObjectStates.RunningJob, ObjectStates.CompleteJob, "'job/x' has succeeded: stopping")]
    [InlineData("job/x:failed", ObjectStates.RunningJob, ObjectStates.FailureTarget,
        "'job/x' has failed: BackoffLimitExceeded, Job has reached the specified backoff limit: stopping")]
    [InlineData("pod/x", ObjectStates.ReadyPod, ObjectStates.SucceededPod, "'pod/x' has succeeded: stopping")]
    [InlineData("pod/x:succeeded", ObjectStates.ReadyPod, ObjectStates.SucceededPod, "'pod/x' has succeeded: stopping")]
    [InlineData("pod/x:failed", ObjectStates.ReadyPod, ObjectStates.FailedPod,
        "'pod/x' has failed: container 'a' ended with exit code 3: stopping")]
    [InlineData("job/x", ObjectStates.RunningJob, null, "'job/x' was deleted: stopping")]
    [InlineData("pod/x:failed", ObjectStates.ReadyPod, null, "'pod/x' was deleted: stopping")]
    [InlineData("deployment/x", ObjectStates.Deployment2Of2, null, "'deployment/x' was deleted: stopping")]
    [InlineData("statefulset/x", ObjectStates.StatefulSet2Of2, null, "'statefulset/x' was deleted: stopping")]
    [InlineData("daemonset/x", ObjectStates.ReadyDaemonSet, null, "'daemonset/x' was deleted: stopping")]
    public async Task End_ThatTheConditionSpeaksOf_StopsTheChild(string entry, string before, string? after, string words)
    {
        var name = entry.Split(':')[0];
        _cluster.Put(name, before);
        var uid = _cluster.Uid(name);
        var app = _cluster.Wrap(Serve, $"DEATH_DEPS={entry}");
        await app.Prints("started");
        await _cluster.Server.UntilWatchedAsync();
        if (after is null) _cluster.Delete(name);
        else _cluster.Put(name, after);
        await app.ExitsWith(0);
        await app.Prints("stopped");
        Assert.Contains(words, app.Errors.Text);
        Assert.Contains($"\"{name}\":\n    Life: \"{uid}\"", File.ReadAllText(_cluster.Graveyard.FileOf("app")));
    }

    [Theory]
    [InlineData("job/x:failed", ObjectStates.CompleteJob)]
    [InlineData("job/x:succeeded", ObjectStates.FailedJob)]
    public async Task End_OfAnotherKind_IsNotOne(string entry, string end)
    {
        _cluster.Put("job/x", end);
        var app = _cluster.Wrap("echo started", $"DEATH_DEPS={entry}");
        await app.Prints("started");
        await app.ExitsWith(0);
        Assert.DoesNotContain("stopping", app.Errors.Text);
    }

    [Fact]
    public async Task DeadBeforeTheStart_InAFirstLife_NothingIsStarted()
    {
        _cluster.Put("job/leader", ObjectStates.FailedJob);
        var app = _cluster.Wrap("echo started", "DEATH_DEPS=job/leader", "DEATH_EXIT_CODE=dependency");
        await app.ExitsWith(1);
        Assert.Empty(app.Output.Lines);
        Assert.Contains("not started: 'job/leader' has failed", app.Errors.Text);
    }

    [Fact]
    public async Task DiesWhileBirthsAreWaitedFor_TheWaitEnds()
    {
        _cluster.Put("job/leader", ObjectStates.RunningJob);
        var app = _cluster.Wrap("echo started", "DEATH_DEPS=job/leader", "BIRTH_DEPS=service/db", "BIRTH_TIMEOUT=0");
        await _cluster.Server.UntilWatchedAsync(2);
        _cluster.Put("job/leader", ObjectStates.CompleteJob);
        await app.ExitsWith(143);
        Assert.Empty(app.Output.Lines);
    }

    [Fact]
    public async Task NeverThere_IsNoDeath()
    {
        var app = _cluster.Wrap(Serve, "DEATH_DEPS=job/leader");
        await app.Prints("started");
        await _cluster.Server.UntilWatchedAsync();
        _cluster.Put("job/leader", ObjectStates.RunningJob);
        _cluster.Put("job/leader", ObjectStates.CompleteJob);
        await app.ExitsWith(0);
        Assert.Contains("'job/leader' has succeeded: stopping", app.Errors.Text);
    }

    /// <summary>C6 with the UID as life: no loop on the old death, and none of the new ones is missed.</summary>
    [Fact]
    public async Task RestartedContainer_AnswersEachLifeOfTheObjectOnce()
    {
        _cluster.Put("job/leader", ObjectStates.RunningJob);
        var first = _cluster.Wrap(Serve, "DEATH_DEPS=job/leader");
        await first.Prints("started");
        _cluster.Put("job/leader", ObjectStates.CompleteJob);
        await first.ExitsWith(0);

        var second = _cluster.Wrap(Serve, "DEATH_DEPS=job/leader");
        await second.Prints("started");
        await _cluster.Server.UntilWatchedAsync();
        _cluster.Delete("job/leader");
        _cluster.Put("job/leader", ObjectStates.RunningJob);
        _cluster.Put("job/leader", ObjectStates.FailedJob);
        await second.ExitsWith(0);
        Assert.Contains("'job/leader' has failed", second.Errors.Text);
    }

    [Fact]
    public async Task RestartedContainer_DeathWhileItWasAway_IsHonouredAfterTheRebirthGrace()
    {
        _cluster.Put("job/leader", ObjectStates.RunningJob);
        var first = _cluster.Wrap("echo started", "DEATH_DEPS=job/leader");
        await first.ExitsWith(0);
        _cluster.Put("job/leader", ObjectStates.CompleteJob);
        var second = _cluster.Wrap("echo started", "DEATH_DEPS=job/leader", "REBIRTH_GRACE=300ms");
        await second.ExitsWith(143);
        Assert.Empty(second.Output.Lines);
    }

    [Fact]
    public async Task RestartedContainer_ObjectMadeAnewWithinTheRebirthGrace_IsStarted()
    {
        _cluster.Put("job/leader", ObjectStates.RunningJob);
        var first = _cluster.Wrap("echo started", "DEATH_DEPS=job/leader");
        await first.ExitsWith(0);
        _cluster.Put("job/leader", ObjectStates.CompleteJob);
        var second = _cluster.Wrap("echo started", "DEATH_DEPS=job/leader", "REBIRTH_GRACE=60s");
        await _cluster.Server.UntilWatchedAsync();
        Assert.Empty(second.Output.Lines);
        _cluster.Delete("job/leader");
        _cluster.Put("job/leader", ObjectStates.RunningJob);
        await second.Prints("started");
        await second.ExitsWith(0);
    }

    [Fact]
    public async Task RightsMissing_BeforeTheStart_EndTheWaitAndLaterOnlyWarn()
    {
        _cluster.Server.Allows = _ => false;
        var refused = _cluster.Wrap("echo started", "DEATH_DEPS=job/leader");
        await refused.ExitsWith(124);
        Assert.Contains("kind: RoleBinding", refused.Errors.Text);

        _cluster.Server.Allows = _ => true;
        var running = _cluster.Wrap(Serve, "DEATH_DEPS=job/leader");
        await running.Prints("started");
        await _cluster.Server.UntilWatchedAsync();
        _cluster.Server.Allows = _ => false;
        _cluster.Server.Tell(WatchCommand.End);
        await running.Says("deaths elsewhere in the cluster may be missed");
        running.Signal(Sig.Term);
        await running.ExitsWith(0);
    }
}
