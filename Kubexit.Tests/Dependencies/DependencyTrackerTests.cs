using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Dependencies;

/// <summary>Births: which looks fulfil which condition, and when it is said that nothing is in the way.</summary>
public sealed class DependencyTrackerTests
{
    private const string Fulfilled = "births fulfilled";

    [Theory]
    [InlineData(BirthCondition.Ready, "Absent", false)]
    [InlineData(BirthCondition.Ready, "Waiting", false)]
    [InlineData(BirthCondition.Ready, "Born", false)]
    [InlineData(BirthCondition.Ready, "Ready", true)]
    [InlineData(BirthCondition.Ready, "Vanished", false)]
    [InlineData(BirthCondition.Ready, "Unreadable", false)]
    [InlineData(BirthCondition.Born, "Absent", false)]
    [InlineData(BirthCondition.Born, "Waiting", false)]
    [InlineData(BirthCondition.Born, "Born", true)]
    [InlineData(BirthCondition.Born, "Dead 0", true)]
    [InlineData(BirthCondition.Born, "Vanished", false)]
    [InlineData(BirthCondition.Succeeded, "Ready", false)]
    [InlineData(BirthCondition.Succeeded, "Dead 0", true)]
    [InlineData(BirthCondition.Died, "Ready", false)]
    [InlineData(BirthCondition.Died, "Dead 3", true)]
    [InlineData(BirthCondition.Died, "Vanished", true)]
    public void Observe_C1_BirthCondition_IsFulfilledByTheRightLooks(BirthCondition condition, string look, bool isFulfilled)
    {
        using var scene = new TrackerScene(new() { BirthDependencies = [new("app", condition)] });
        scene.Look(look);
        Assert.Equal(isFulfilled ? [Fulfilled] : [], scene.Said);
    }

    [Theory]
    [InlineData("Dead 3")]
    [InlineData("Vanished")]
    public void Observe_C1_SuccessAfterAFailure_IsImpossibleAtOnce(string look)
    {
        using var scene = new TrackerScene(new() { BirthDependencies = [new("app", BirthCondition.Succeeded)] });
        scene.Look(look);
        Assert.StartsWith("impossible: 'app' to succeed (it ", Assert.Single(scene.Said));
    }

    /// <summary>What is said of a dependency is what its tombstone says, whatever is waited for.</summary>
    [Theory]
    [InlineData(BirthCondition.Died, "Ready", "'app' to die (it is ready)")]
    [InlineData(BirthCondition.Succeeded, "Ready", "'app' to succeed (it is ready)")]
    [InlineData(BirthCondition.Died, "Born", "'app' to die (it is born, but not ready)")]
    [InlineData(BirthCondition.Ready, "Waiting", "'app' to be ready (it has not been started yet)")]
    public void Pending_OfWhatIsThere_SaysWhatTheTombstoneSays(BirthCondition condition, string look, string pending)
    {
        using var scene = new TrackerScene(new() { BirthDependencies = [new("app", condition)] });
        scene.Look(look);
        Assert.Equal(pending, Assert.Single(scene.Tracker.Pending));
    }

    [Fact]
    public void Observe_B20_Readiness_IsLatched()
    {
        using var scene = new TrackerScene(new() { BirthDependencies = [new("a"), new("b")] });
        scene.FirstLook(Looks.Ready("a"), Looks.Absent("b"));
        scene.Tracker.Observe(Looks.Born("a"));
        Assert.Empty(scene.Said);
        scene.Tracker.Observe(Looks.Ready("b"));
        scene.Tracker.Observe(Looks.Ready("b"));
        Assert.Equal([Fulfilled], scene.Said);
    }

    [Fact]
    public void FirstLookDone_NothingAwaited_IsFulfilled()
    {
        using var scene = new TrackerScene(new());
        scene.FirstLook();
        Assert.Equal([Fulfilled], scene.Said);
    }

    [Fact]
    public void Observe_C2_OriginalThatNeverTellsReadiness_IsPendingWithAHint()
    {
        using var scene = new TrackerScene(new() { BirthDependencies = [new("app")] });
        scene.FirstLook(Looks.Original("app"));
        Assert.Contains("use ':born'", Assert.Single(scene.Tracker.Pending));
    }

    [Fact]
    public void Ready_ToldElsewhere_CountsAndTheGraveyardDoesNot()
    {
        using var scene = new TrackerScene(new() { BirthDependencies = [new("app"), new("other")] }, isElsewhere: true);
        scene.FirstLook(Looks.Ready("app"), Looks.Ready("other"));
        Assert.Empty(scene.Said);
        scene.Tracker.Ready("app");
        scene.Tracker.Ready("nobody");
        scene.Tracker.Absent("other");
        Assert.Equal([Fulfilled], scene.Said);
    }

    [Fact]
    public void OptionalGrace_C1_NobodyClaimedTheName_IsSkipped()
    {
        using var scene = new TrackerScene(new() { BirthDependencies = [new("app", IsOptional: true)] });
        scene.Look("Absent");
        scene.Loop.Advance(TimeSpan.FromSeconds(1.999));
        Assert.Empty(scene.Said);
        scene.Loop.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal([Fulfilled], scene.Said);
    }

    [Theory]
    [InlineData("Waiting")]
    [InlineData("Vanished")]
    [InlineData("Unreadable")]
    public void OptionalGrace_C1_SomebodyHasClaimedTheName_IsWaitedFor(string look)
    {
        using var scene = new TrackerScene(new() { BirthDependencies = [new("app", IsOptional: true)] });
        scene.Look(look);
        scene.Loop.Advance(TimeSpan.FromHours(1));
        Assert.Empty(scene.Said);
        scene.Tracker.Observe(Looks.Ready("app", "2"));
        Assert.Equal([Fulfilled], scene.Said);
    }

    [Fact]
    public void OptionalGrace_RequiredDependency_IsNeverSkipped()
    {
        using var scene = new TrackerScene(new() { BirthDependencies = [new("app"), new("extra", IsOptional: true)] });
        scene.FirstLook(Looks.Absent("app"), Looks.Absent("extra"));
        scene.Loop.Advance(TimeSpan.FromHours(1));
        Assert.Empty(scene.Said);
        Assert.Equal("'app' to be ready (no process has that name yet)", Assert.Single(scene.Tracker.Pending));
    }

    [Fact]
    public void Observe_Outlived_IsSaidWhenAllHaveEndedOrNeverWere()
    {
        using var scene = new TrackerScene(new() { OutliveDependencies = [new("a"), new("b")] });
        scene.FirstLook(Looks.Ready("a"), Looks.Absent("b"));
        Assert.False(scene.Tracker.AllOutlivedHaveEnded);
        Assert.Equal([Fulfilled], scene.Said);
        scene.Tracker.Observe(Looks.Vanished("a"));
        Assert.True(scene.Tracker.AllOutlivedHaveEnded);
        Assert.Equal([Fulfilled, "outlived"], scene.Said);
    }
}
