using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>The graveyard outlives its processes: a tombstone may speak of an earlier life, and nobody may be stopped for that.</summary>
public sealed class RestartTests
{
    private const string ExitsAsTold = "echo ready; read code; exit $code";

    [Fact]
    public async Task Restart_AppCrashesThreeTimes_SidecarFollowsOnceEachTime()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = new RestartedContainer(() => graveyard.Wrap("app", ExitsAsTold, "KUBEXIT_BIRTH_DEPS=sidecar"));
        var sidecar = new RestartedContainer(() => graveyard.Wrap("sidecar", Scripts.UntilTold, "KUBEXIT_DEATH_DEPS=app"));
        for (var crash = 1; crash <= 3; crash++)
        {
            await BothLive(graveyard, app, sidecar, lives: crash);
            app.Current.WriteLine("1");
        }

        await BothLive(graveyard, app, sidecar, lives: 4);
        await AssertTheyEndTogether(app, sidecar);
    }

    /// <summary>
    /// The app is restarted while the sidecar still stops: neither may stop the other for what has been answered. One that is back before
    /// the other has ended sees that end as a new death, and follows once more; a kubelet's back-off rules that out, this loop does not.
    /// </summary>
    [Fact]
    public async Task Restart_BothDependOnEachOther_ThreeCrashesInTurnEndWithBothAlive()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = new RestartedContainer(() => graveyard.Wrap("app", ExitsAsTold, "KUBEXIT_DEATH_DEPS=sidecar"));
        var sidecar = new RestartedContainer(() => graveyard.Wrap("sidecar", ExitsAsTold, "KUBEXIT_DEATH_DEPS=app"));
        var (appLives, sidecarLives) = (0, 0);
        for (var crash = 1; crash <= 3; crash++)
        {
            await BothLiveAnew();
            (crash % 2 == 0 ? sidecar : app).Current.WriteLine("1");
        }

        await BothLiveAnew();
        await AssertTheyEndTogether(app, sidecar);

        async Task BothLiveAnew()
        {
            await Limit.Until(() => app.Lives.Count > appLives && sidecar.Lives.Count > sidecarLives, () => app.Story + sidecar.Story);
            await BothLive(graveyard, app, sidecar, lives: null);
            (appLives, sidecarLives) = (app.Lives.Count, sidecar.Lives.Count);
        }
    }

    /// <summary>As when the kubelet restarts all containers of a pod, or the machine kills them: no death is recorded.</summary>
    [Fact]
    public async Task Restart_BothAreKilledAtOnceThreeTimes_BothComeBack()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = new RestartedContainer(() => graveyard.Wrap("app", ExitsAsTold, "KUBEXIT_DEATH_DEPS=sidecar"));
        var sidecar = new RestartedContainer(
            () => graveyard.Wrap("sidecar", ExitsAsTold, "KUBEXIT_DEATH_DEPS=app", "KUBEXIT_BIRTH_DEPS=app"));
        for (var crash = 1; crash <= 3; crash++)
        {
            await BothLive(graveyard, app, sidecar, lives: null);
            var (first, second) = crash % 2 == 0 ? (app.Current, sidecar.Current) : (sidecar.Current, app.Current);
            app.Hold(); // Else one could be back, and find the other alive, before that is killed too.
            sidecar.Hold();
            first.Signal(Sig.Stop);
            second.Signal(Sig.Kill);
            first.Signal(Sig.Kill);
            await first.Ended;
            await second.Ended;
            app.Release();
            sidecar.Release();
        }

        await BothLive(graveyard, app, sidecar, lives: null);
        await AssertTheyEndTogether(app, sidecar);
    }

    [Fact]
    public async Task Restart_SidecarStopsSlowlyWhileTheAppIsBack_BothEndUpAlive()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = new RestartedContainer(() => graveyard.Wrap("app", ExitsAsTold, "KUBEXIT_DEATH_DEPS=sidecar"));
        var sidecar = new RestartedContainer(() => graveyard.Wrap("sidecar", Scripts.StopsWhenTold(0), "KUBEXIT_DEATH_DEPS=app"));
        await BothLive(graveyard, app, sidecar, lives: 1);
        await sidecar.Current.Prints("ready"); // It takes TERM now.
        app.Current.WriteLine("1");
        await sidecar.Current.Prints("stopping");
        await Limit.Until(() => app.Lives.Count == 2, () => app.Story);
        await app.Current.Prints("ready"); // It has seen the sidecar alive.
        sidecar.Current.WriteLine("");
        await Limit.Until(() => sidecar.Lives.Count >= 2 && app.Lives.Count >= 3, () => app.Story + sidecar.Story);
        await BothLive(graveyard, app, sidecar, lives: null);
    }

    [Fact]
    public async Task LaterLife_DeathAnsweredInAnEarlierOne_IsNotAnsweredAgain()
    {
        await using var graveyard = new TemporaryGraveyard();
        var first = graveyard.Wrap("sidecar", Scripts.UntilTold, "KUBEXIT_DEATH_DEPS=job");
        await graveyard.WaitFor("sidecar", tombstone => tombstone.IsAlive);
        graveyard.WriteLikeOriginal("job", OriginalTombstone.Dead());
        await first.ExitsWith(143);
        var second = graveyard.Wrap("sidecar", ExitsAsTold, "KUBEXIT_DEATH_DEPS=job", "KUBEXIT_REBIRTH_GRACE=1h");
        await second.Prints("ready");
        second.WriteLine("7");
        await second.ExitsWith(7);
        Assert.Equal("Exited", graveyard.Read("sidecar")!.Reason);
    }

    [Fact]
    public async Task LaterLife_DependencyBornAnewDies_IsAnsweredAgain()
    {
        await using var graveyard = new TemporaryGraveyard();
        for (var life = 1; life <= 3; life++)
        {
            graveyard.WriteLikeOriginal("job", OriginalTombstone.Alive);
            var sidecar = graveyard.Wrap(
                "sidecar", "echo ready; " + Scripts.UntilTold, "KUBEXIT_DEATH_DEPS=job", "KUBEXIT_REBIRTH_GRACE=1h");
            await sidecar.Prints("ready");
            graveyard.WriteLikeOriginal("job", OriginalTombstone.Dead());
            await sidecar.ExitsWith(143);
        }
    }

    [Fact]
    public async Task LaterLife_UnansweredOldDeathAndNoReturn_IsHonouredAfterTheRebirthGrace()
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Wrap("app", "exit 0", "KUBEXIT_DEATH_DEPS=db").ExitsWith(0);
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        var app = graveyard.Wrap("app", "echo started", "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_REBIRTH_GRACE=300ms");
        await app.ExitsWith(143);
        Assert.Empty(app.Output.Lines);
        var tombstone = graveyard.Read("app")!;
        Assert.True(tombstone.Died - tombstone.Waiting >= TimeSpan.FromMilliseconds(290), tombstone.Text);
        Assert.Equal("DependencyDied", tombstone.Reason);
    }

    [Fact]
    public async Task LaterLife_UnansweredOldDeathAndTheDependencyReturns_StartsTheChildThenAndNotBefore()
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Wrap("app", "exit 0", "KUBEXIT_DEATH_DEPS=db").ExitsWith(0);
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        var app = graveyard.Wrap("app", ExitsAsTold, "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_REBIRTH_GRACE=1h");
        await graveyard.WaitFor("app", tombstone => tombstone is { Waiting: not null, Died: null });
        var beforeReturn = DateTimeOffset.UtcNow;
        var db = graveyard.Wrap("db", Scripts.UntilTold);
        var tombstone = await graveyard.WaitFor("app", seen => seen.IsAlive);
        Assert.True(tombstone.Born >= beforeReturn, $"It did not wait for the return at {beforeReturn:O}:\n{tombstone.Text}");
        db.CloseInput();
        await app.ExitsWith(143);
    }

    /// <summary>The test plays the new life that has taken the lock and has not replaced the old tombstone yet.</summary>
    [Fact]
    public async Task Lock_HeldByAnotherLifeThanTheTombstones_MeansThatANewLifeIsStarting()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteAtomically("db", OriginalTombstone.Dead(1) + "Life: 0123456789abcdef0123456789abcdef\n");
        File.WriteAllText(graveyard.FileOf(".db.alive"), "fedcba9876543210fedcba9876543210\n");
        using var newLife = FileLock.ForWriting(graveyard.FileOf(".db.alive"));
        var app = graveyard.Wrap("app", "echo ready; " + Scripts.UntilTold, "KUBEXIT_DEATH_DEPS=db");
        await app.Prints("ready");
        newLife.Dispose();
        await app.ExitsWith(143);
    }

    [Fact]
    public async Task Life_OfEachStart_IsAnother()
    {
        await using var graveyard = new TemporaryGraveyard();
        var lives = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            await graveyard.Wrap("app", "exit 0").ExitsWith(0);
            Assert.True(lives.Add(graveyard.Read("app")!.Life!));
        }
    }

    [Fact]
    public async Task NewLife_BeforeItWaits_HasNoDeathOfTheOldOneInItsTombstone()
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Wrap("app", "exit 9").ExitsWith(9);
        var old = graveyard.Read("app")!.Life;
        graveyard.Wrap("app", "exit 0", "KUBEXIT_BIRTH_DEPS=nobody");
        var tombstone = await graveyard.WaitFor("app", seen => seen.Life != old);
        Assert.Equal(["Awaits", "Life", "Waiting"], tombstone.Keys);
    }

    /// <param name="graveyard">Where they live.</param>
    /// <param name="app">One of them.</param>
    /// <param name="sidecar">The other.</param>
    /// <param name="lives">The number of lives that each must have had, or null for any.</param>
    private static async Task BothLive(TemporaryGraveyard graveyard, RestartedContainer app, RestartedContainer sidecar, int? lives)
    {
        await Limit.Until(
            () => !app.Current.HasEnded && !sidecar.Current.HasEnded
                && graveyard.Read("app") is { IsAlive: true, Ready: not null }
                    && graveyard.Read("sidecar") is { IsAlive: true, Ready: not null }
                && (lives is null || (app.Lives.Count == lives && sidecar.Lives.Count == lives)),
            () => $"Not both alive in life {lives}:\n{graveyard.Read("app")}\n{graveyard.Read("sidecar")}\n{app.Story}\n{sidecar.Story}");
    }

    /// <summary>Also proves that neither was on its way to an end for an old death.</summary>
    private static async Task AssertTheyEndTogether(RestartedContainer app, RestartedContainer sidecar)
    {
        var (lastApp, lastSidecar) = (app.Current, sidecar.Current);
        app.StopRestarting();
        sidecar.StopRestarting();
        lastApp.WriteLine("0");
        await lastApp.ExitsWith(0);
        await lastSidecar.ExitsWith(143);
    }
}
