using Kubexit.Tests.Fakes;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Cli;

/// <summary>C13: wrappers that wait for objects of a cluster.</summary>
public sealed class ObjectBirthTests : IAsyncLifetime
{
    private ClusterScene _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await ClusterScene.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("job/x", ObjectStates.SuccessCriteriaMet, ObjectStates.CompleteJob)]
    [InlineData("job/x:succeeded", ObjectStates.RunningJob, ObjectStates.CompleteJob)]
    [InlineData("job/x:died", ObjectStates.FailureTarget, ObjectStates.FailedJob)]
    [InlineData("job/x:ready", ObjectStates.RunningJob, ObjectStates.ReadyJob)]
    [InlineData("job/x:born", ObjectStates.NewJob, ObjectStates.RunningJob)]
    [InlineData("pod/x", ObjectStates.RunningPod, ObjectStates.ReadyPod)]
    [InlineData("pod/x:born", ObjectStates.PendingPod, ObjectStates.RunningPod)]
    [InlineData("pod/x:succeeded", ObjectStates.ReadyPod, ObjectStates.SucceededPod)]
    [InlineData("pod/x:died", ObjectStates.ReadyPod, ObjectStates.FailedPod)]
    [InlineData("pod/x", ObjectStates.FailedPodOfSet, ObjectStates.ReadyPodOfSet)]
    [InlineData("deployment/x", ObjectStates.Deployment1Of2, ObjectStates.Deployment2Of2)]
    [InlineData("statefulset/x", ObjectStates.StatefulSet1Of2, ObjectStates.StatefulSet2Of2)]
    [InlineData("daemonset/x", ObjectStates.NewDaemonSet, ObjectStates.ReadyDaemonSet)]
    [InlineData("service/x", ObjectStates.EmptySlice, ObjectStates.ReadySlice)]
    [InlineData("job/other/x", ObjectStates.RunningJob, ObjectStates.CompleteJob)]
    public async Task Condition_NotYetTrue_HoldsBackTheChildUntilItIs(string entry, string before, string after)
    {
        var name = entry.Split(':')[0];
        _cluster.Put(name, before);
        var app = _cluster.Wrap("echo started; read line", $"BIRTH_DEPS={entry}");
        await app.Says("waiting for");
        await _cluster.Server.UntilWatchedAsync();
        Assert.Empty(app.Output.Lines);
        _cluster.Put(name, after);
        await app.Prints("started");

        // Two requests, and nothing is held any more while the child runs.
        await _cluster.Server.UntilWatchedAsync(0);
        Assert.Equal(["list", "watch"], _cluster.Server.Requests.Select(request => request.Verb));
        app.CloseInput();
        await app.Ends();
    }

    [Theory]
    [InlineData("deployment/x:born", ObjectStates.Deployment1Of2)]
    [InlineData("statefulset/x:born", ObjectStates.StatefulSet1Of2)]
    [InlineData("daemonset/x:born", ObjectStates.NewDaemonSet)]
    public async Task Born_OfAWorkload_IsThatItExists(string entry, string state)
    {
        var app = _cluster.Wrap("echo started", $"BIRTH_DEPS={entry}");
        await _cluster.Server.UntilWatchedAsync();
        Assert.Empty(app.Output.Lines);
        _cluster.Put(entry.Split(':')[0], state);
        await app.Prints("started");
        await app.ExitsWith(0);
    }

    [Theory]
    [InlineData("job/x", ObjectStates.RunningJob)]
    [InlineData("pod/x", ObjectStates.ReadyPod)]
    [InlineData("deployment/x", ObjectStates.Deployment2Of2)]
    [InlineData("statefulset/x", ObjectStates.StatefulSet2Of2)]
    [InlineData("daemonset/x", ObjectStates.ReadyDaemonSet)]
    public async Task Died_IsAlsoThatItIsDeleted(string name, string state)
    {
        _cluster.Put(name, state);
        var app = _cluster.Wrap("echo started", $"BIRTH_DEPS={name}:died");
        await _cluster.Server.UntilWatchedAsync();
        Assert.Empty(app.Output.Lines);
        _cluster.Delete(name);
        await app.Prints("started");
        await app.ExitsWith(0);
    }

    [Theory]
    [InlineData("job/x", ObjectStates.FailureTarget,
        "'job/x' to succeed (it has failed: BackoffLimitExceeded, Job has reached the specified backoff limit)")]
    [InlineData("job/x", ObjectStates.FailedJob, "it has failed: BackoffLimitExceeded")]
    [InlineData("job/x:ready", ObjectStates.CompleteJob, "'job/x' to be ready (it has succeeded)")]
    [InlineData("job/x:ready", ObjectStates.FailedJob, "'job/x' to be ready (it has failed: BackoffLimitExceeded")]
    [InlineData("pod/x", ObjectStates.FailedPod, "'pod/x' to be ready (it has failed: container 'a' ended with exit code 3")]
    [InlineData("pod/x:succeeded", ObjectStates.FailedPod, "it has failed: container 'a' ended with exit code 3")]
    [InlineData("pod/x", ObjectStates.SucceededPod, "'pod/x' to be ready (it has succeeded)")]
    public async Task Condition_ThatCannotComeTrueAnyMore_EndsTheWaitAtOnceWithTheReason(string entry, string state, string words)
    {
        _cluster.Put(entry.Split(':')[0], state);
        var app = _cluster.Wrap("echo started", $"BIRTH_DEPS={entry}", "BIRTH_TIMEOUT=0");
        await app.ExitsWith(124);
        Assert.Contains(words, app.Errors.Text);
        Assert.Empty(app.Output.Lines);
        Assert.Contains("BirthImpossible", File.ReadAllText(_cluster.Graveyard.FileOf("app")));
    }

    [Fact]
    public async Task SeveralKinds_AndANeighbour_ShareOneWait()
    {
        _cluster.Put("service/db", ObjectStates.ReadySlice);
        _cluster.Put("job/migrate", ObjectStates.RunningJob);
        var app = _cluster.Wrap("echo started", "BIRTH_DEPS=job/migrate:succeeded,service/db,proxy");
        await _cluster.Server.UntilWatchedAsync();
        _cluster.Graveyard.WriteAtomically("proxy", "Born: \"2026-11-20T10:41:46Z\"\nReady: \"2026-11-20T10:41:46Z\"\n");
        Assert.Empty(app.Output.Lines);
        _cluster.Put("job/migrate", ObjectStates.CompleteJob);
        await app.Prints("started");
        await app.ExitsWith(0);
        Assert.Contains("'proxy' to be ready", app.Errors.Text);
    }

    /// <summary>The original's variables for one pod do not change who tells of objects, nor the other way round.</summary>
    [Fact]
    public async Task BirthSource_ConcernsPlainNamesOnly()
    {
        _cluster.Put("job/migrate", ObjectStates.CompleteJob);
        var app = _cluster.Wrap("echo started", "BIRTH_DEPS=job/migrate", "BIRTH_SOURCE=graveyard");
        await app.Prints("started");
        await app.ExitsWith(0);
    }

    [Fact]
    public async Task Deleted_WhileWaitedFor_IsWaitedForUntilItComesAgain()
    {
        _cluster.Put("job/migrate", ObjectStates.RunningJob);
        var app = _cluster.Wrap("echo started", "BIRTH_DEPS=job/migrate", "LOG_LEVEL=debug");
        await _cluster.Server.UntilWatchedAsync();
        var first = _cluster.Uid("job/migrate");
        _cluster.Delete("job/migrate");
        _cluster.Put("job/migrate", ObjectStates.RunningJob);
        Assert.NotEqual(first, _cluster.Uid("job/migrate"));
        Assert.Empty(app.Output.Lines);
        _cluster.Put("job/migrate", ObjectStates.CompleteJob);
        await app.Prints("started");
        await app.ExitsWith(0);
    }

    [Fact]
    public async Task NeverThere_Optional_IsSkippedAndOtherwiseNamedWhenTheTimeIsOver()
    {
        var optional = _cluster.Wrap("echo started", "BIRTH_DEPS=job/migrate?", "OPTIONAL_GRACE=200ms");
        await optional.Prints("started");
        await optional.ExitsWith(0);
        await optional.Says("'job/migrate' is optional and absent: skipped");
        var needed = _cluster.Wrap("echo started", "BIRTH_DEPS=job/migrate", "BIRTH_TIMEOUT=1s");
        await needed.ExitsWith(124);
        Assert.Contains("'job/migrate' to succeed (it does not exist)", needed.Errors.Text);
    }

    [Fact]
    public async Task Rights_MissingForOneOfThree_EndTheWaitWithTheRoleForAllThree()
    {
        _cluster.Put("job/migrate", ObjectStates.CompleteJob);
        _cluster.Put("deployment/web", ObjectStates.Deployment2Of2);
        _cluster.Server.Allows = request => request.Resource?.Resource != "endpointslices";
        var app = _cluster.Wrap("echo started", "BIRTH_DEPS=job/migrate,deployment/web,service/db", "BIRTH_TIMEOUT=0");
        await app.ExitsWith(124);
        Assert.Empty(app.Output.Lines);
        var text = app.Errors.Text;
        Assert.Contains("cannot list resource \"endpointslices\"", text);
        Assert.All(["resourceNames: [\"migrate\"]", "resourceNames: [\"web\"]", "resources: [endpointslices]", "kind: RoleBinding"],
            words => Assert.Contains(words, text));
    }

    [Fact]
    public async Task ServerAway_AndBackBeforeTheTimeout_ChildIsStarted()
    {
        await _cluster.Server.StopAsync();
        var app = _cluster.Wrap("echo started", "BIRTH_DEPS=job/migrate", "BIRTH_TIMEOUT=60s", "LOG_LEVEL=debug");
        await app.Says("Connection refused");
        _cluster.Put("job/migrate", ObjectStates.CompleteJob);
        await _cluster.Server.StartAgainAsync();
        await app.Prints("started");
        await app.ExitsWith(0);
    }

    [Fact]
    public async Task NoCluster_IsAConfigurationErrorThatNamesTheObject()
    {
        var app = _cluster.Graveyard.Wrap(
            "app", "echo started", "KUBEXIT_BIRTH_DEPS=job/migrate", $"KUBECONFIG={_cluster.Graveyard.Folder}/none");
        await app.ExitsWith(2);
        Assert.Contains("Cannot watch 'job/migrate': it is an object of a Kubernetes cluster, and no cluster is configured.",
            app.Errors.Text);
        Assert.Contains("set KUBECONFIG", app.Errors.Text);
        Assert.Contains("Configuration", File.ReadAllText(_cluster.Graveyard.FileOf("app")));
    }

    [Fact]
    public async Task Names_ThatAreWrong_AreAllSaidAtOnce()
    {
        var app = _cluster.Wrap(
            "echo started", "BIRTH_DEPS=cronjob/x,service/db:died", "DEATH_DEPS=deployment/web:failed", "OUTLIVE_DEPS=pod/x");
        await app.ExitsWith(2);
        Assert.All(
            ["'cronjob' is not a kind of object", "a service can only be ready", "a deployment never ends by itself",
                "only neighbours in the graveyard can be outlived"],
            words => Assert.Contains(words, app.Errors.Text));
    }
}
