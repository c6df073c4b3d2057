using Kubexit.Coordination;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Dependencies;

/// <summary>Deaths: which count, which are old, which have been answered. Rules C6 of lives.</summary>
public sealed class DependencyDeathTests
{
    private const string Fulfilled = "births fulfilled";
    private const string Died = "'app' died (exit code 0)";
    private static readonly TimeSpan RebirthGrace = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(DeathCondition.Died, "Dead 0", true)]
    [InlineData(DeathCondition.Died, "Dead 3", true)]
    [InlineData(DeathCondition.Died, "Vanished", true)]
    [InlineData(DeathCondition.Succeeded, "Dead 0", true)]
    [InlineData(DeathCondition.Succeeded, "Dead 3", false)]
    [InlineData(DeathCondition.Succeeded, "Vanished", false)]
    [InlineData(DeathCondition.Failed, "Dead 0", false)]
    [InlineData(DeathCondition.Failed, "Dead 3", true)]
    [InlineData(DeathCondition.Failed, "Vanished", true)]
    [InlineData(DeathCondition.Died, "Ready", false)]
    [InlineData(DeathCondition.Died, "Absent", false)]
    [InlineData(DeathCondition.Died, "Unreadable", false)]
    public void Observe_C1_DeathCondition_MatchesTheRightDeaths(DeathCondition condition, string look, bool isDeath)
    {
        using var scene = new TrackerScene(Deaths(condition));
        scene.Look(look);
        Assert.Equal(isDeath ? 1 : 0, scene.Deaths.Count);
    }

    [Fact]
    public void Observe_B1_DeathThatWasThereBeforeAFirstLife_IsHonouredAtOnce()
    {
        using var scene = new TrackerScene(Deaths());
        scene.Tracker.Observe(Looks.Dead("app"));
        Assert.Equal([Died], scene.Said);
    }

    [Fact]
    public void Observe_FilesOfALivingLifeAreRemoved_IsADeathAfterTheTimeToPutThemBack()
    {
        using var scene = new TrackerScene(Deaths(DeathCondition.Died));
        scene.FirstLook(Looks.Ready("app"));
        scene.Tracker.Observe(Looks.Absent("app"));
        scene.Tracker.Observe(Looks.Absent("app"));
        scene.Loop.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(scene.Deaths);
        scene.Loop.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new AnsweredDeath("1", null), Assert.Single(scene.Deaths).Death);
        scene.Loop.Advance(TimeSpan.FromHours(1));
        Assert.Single(scene.Deaths);
    }

    [Fact]
    public void Observe_FilesOfALivingLifeArePutBack_IsNoDeath()
    {
        using var scene = new TrackerScene(Deaths(DeathCondition.Died));
        scene.FirstLook(Looks.Ready("app"));
        for (var i = 0; i < 100; i++)
        {
            scene.Tracker.Observe(Looks.Absent("app"));
            scene.Loop.Advance(TimeSpan.FromSeconds(20));
            scene.Tracker.Observe(Looks.Ready("app"));
        }

        scene.Loop.Advance(TimeSpan.FromHours(1));
        Assert.Empty(scene.Deaths);
    }

    [Fact]
    public void Observe_TheOriginalsTombstoneIsRemoved_IsNoDeath()
    {
        using var scene = new TrackerScene(Deaths(DeathCondition.Died));
        scene.FirstLook(Looks.Original("app"));
        scene.Tracker.Observe(Looks.Absent("app"));
        scene.Loop.Advance(TimeSpan.FromHours(1));
        Assert.Empty(scene.Deaths);
    }

    [Fact]
    public void Observe_B22_OneDeathSeenTwice_IsSaidOnce()
    {
        using var scene = new TrackerScene(Deaths());
        scene.FirstLook(Looks.Ready("app"));
        scene.Tracker.Observe(Looks.Dead("app"));
        scene.Tracker.Observe(Looks.Dead("app"));
        Assert.Single(scene.Deaths);
    }

    [Fact]
    public void Observe_B15_Vanished_IsADeathWithoutExitCode()
    {
        using var scene = new TrackerScene(Deaths());
        scene.FirstLook(Looks.Ready("app", "7"));
        scene.Tracker.Observe(Looks.Vanished("app", "7"));
        Assert.Equal(new DependencyDeath("app", new AnsweredDeath("7", null), null, hasVanished: true), Assert.Single(scene.Deaths));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Observe_C6_BackUnderANewLifeBeforeAnybodyLooked_IsADeathOfTheOldOne(bool isStillStarting)
    {
        using var scene = new TrackerScene(Deaths());
        scene.FirstLook(Looks.Ready("app", "7"));
        scene.Tracker.Observe(isStillStarting ? Looks.Starting("app", "8", "7") : Looks.Ready("app", "8"));
        scene.Tracker.Observe(Looks.Ready("app", "8"));
        Assert.Equal(new DependencyDeath("app", new AnsweredDeath("7", null), null, hasVanished: true), Assert.Single(scene.Deaths));
    }

    [Fact]
    public void Observe_C6_NewLifeIsStarting_IsNoDeath()
    {
        using var scene = new TrackerScene(Deaths());
        scene.FirstLook(Looks.Starting("app", "2", "1"));
        Assert.Equal([Fulfilled], scene.Said);
    }

    [Fact]
    public void Observe_C6_LaterLife_OldDeathHoldsTheStartUntilTheGraceIsOver()
    {
        using var scene = new TrackerScene(Deaths(), new Tombstone());
        scene.FirstLook(Looks.Dead("app"));
        scene.Loop.Advance(RebirthGrace - TimeSpan.FromTicks(1));
        scene.Tracker.Observe(Looks.Dead("app"));
        Assert.Empty(scene.Said);
        scene.Loop.Advance(TimeSpan.FromTicks(1));
        Assert.Equal([Died], scene.Said.Take(1));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("1")]
    public void Observe_C6_LaterLife_DependencyComesBack_StartsAndItsNextDeathCounts(string life)
    {
        using var scene = new TrackerScene(Deaths(), new Tombstone());
        scene.FirstLook(Looks.Dead("app"));
        scene.Tracker.Observe(Looks.Starting("app", "2", "1"));
        scene.Tracker.Observe(Looks.Waiting("app", "2"));
        Assert.Equal([Fulfilled], scene.Said);
        scene.Loop.Advance(RebirthGrace);
        Assert.Equal([Fulfilled], scene.Said);
        scene.Tracker.Observe(Looks.Dead("app", life));
        Assert.Equal([Fulfilled, Died], scene.Said);
    }

    [Fact]
    public void Observe_C6_LaterLife_AnotherDeathWithoutALookBetween_IsNotOld()
    {
        using var scene = new TrackerScene(Deaths(), new Tombstone());
        scene.FirstLook(Looks.Dead("app"));
        scene.Tracker.Observe(Looks.Dead("app", "2"));
        Assert.Equal(new AnsweredDeath("2", Looks.Noon), Assert.Single(scene.Deaths).Death);
    }

    [Fact]
    public void Observe_C6_LaterLife_AnsweredDeath_NeitherHoldsNorCounts()
    {
        using var scene = new TrackerScene(Deaths(), Answering(new("1", Looks.Noon)));
        scene.FirstLook(Looks.Dead("app"));
        Assert.Equal([Fulfilled], scene.Said);
        scene.Loop.Advance(RebirthGrace);
        Assert.Equal([Fulfilled], scene.Said);
        scene.Tracker.Observe(Looks.Ready("app", "2"));
        scene.Tracker.Observe(Looks.Dead("app", "2"));
        Assert.Equal([Fulfilled, Died], scene.Said);
    }

    [Fact]
    public void Observe_C6_LaterLife_AnsweredVanishing_IsNotAnsweredAgain()
    {
        using var scene = new TrackerScene(Deaths(), Answering(new("1", null)));
        scene.FirstLook(Looks.Vanished("app"));
        scene.Loop.Advance(RebirthGrace);
        Assert.Equal([Fulfilled], scene.Said);
    }

    [Fact]
    public void Observe_C6_LaterLife_DeathSinceOurStart_CountsAtOnce()
    {
        using var scene = new TrackerScene(Deaths(), new Tombstone());
        scene.FirstLook(Looks.Ready("app"));
        scene.Tracker.Observe(Looks.Dead("app"));
        Assert.Equal([Fulfilled, Died], scene.Said);
    }

    [Fact]
    public void Observe_C6_LaterLife_OldDeathThatDoesNotMatch_HoldsNothing()
    {
        using var scene = new TrackerScene(Deaths(DeathCondition.Failed), new Tombstone());
        scene.FirstLook(Looks.Dead("app"));
        Assert.Equal([Fulfilled], scene.Said);
    }

    [Fact]
    public void Observe_C6_LaterLife_OldFailureOfABirthDependency_IsImpossibleOnlyAfterTheGrace()
    {
        using var scene = new TrackerScene(new() { BirthDependencies = [new("app", BirthCondition.Succeeded)] }, new Tombstone());
        scene.FirstLook(Looks.Dead("app", exitCode: 3));
        Assert.Empty(scene.Said);
        scene.Loop.Advance(RebirthGrace);
        Assert.StartsWith("impossible", Assert.Single(scene.Said));
    }

    [Fact]
    public void Observe_C6_LaterLife_OldBirth_IsNoBirth()
    {
        using var scene = new TrackerScene(new() { BirthDependencies = [new("app", BirthCondition.Born)] }, new Tombstone());
        scene.FirstLook(Looks.Dead("app"));
        scene.Loop.Advance(RebirthGrace);
        Assert.Empty(scene.Said);
        scene.Tracker.Observe(Looks.Born("app", "2"));
        Assert.Equal([Fulfilled], scene.Said);
    }

    [Fact]
    public void Observe_C6_RebirthGraceZero_HonoursTheOldDeathAtOnce()
    {
        var options = Deaths();
        options.RebirthGrace = TimeSpan.Zero;
        using var scene = new TrackerScene(options, new Tombstone());
        scene.FirstLook(Looks.Dead("app"));
        scene.Loop.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(Died, scene.Said[0]);
    }

    [Fact]
    public void Observe_C6_OriginalWithoutLife_EachDiedIsADeathAndABornIsANewLife()
    {
        using var scene = new TrackerScene(Deaths(), Answering(new(null, Looks.Noon)));
        scene.FirstLook(Looks.Original("app", died: TimeSpan.Zero, exitCode: 0));
        Assert.Equal([Fulfilled], scene.Said);
        scene.Tracker.Observe(Looks.Original("app"));
        scene.Tracker.Observe(Looks.Original("app", died: TimeSpan.FromSeconds(1), exitCode: 0));
        Assert.Equal([Fulfilled, Died], scene.Said);
    }

    private static CoordinatorOptions Deaths(DeathCondition condition = DeathCondition.Died) =>
        new() { DeathDependencies = [new("app", condition)] };

    private static Tombstone Answering(AnsweredDeath death) =>
        new() { Answered = new Dictionary<string, AnsweredDeath> { ["app"] = death } };
}
