using Kubexit.Coordination;
using Kubexit.Dependencies;

namespace Kubexit.Tests.Dependencies;

/// <summary>C13: the rules of C6 for objects of the cluster, whose life is their UID.</summary>
public sealed class ObjectTrackerTests
{
    private const string Leader = "job/leader";

    private static ObjectLook Running(string uid = "1") =>
        new(Leader) { Vitality = Vitality.Alive, Uid = uid, IsBorn = true, State = "is running" };

    private static ObjectLook Succeeded(string uid = "1") =>
        new(Leader) { Vitality = Vitality.Dead, Uid = uid, IsBorn = true, IsDecided = true, HasSucceeded = true, State = "has succeeded" };

    private static ObjectLook Failed(string uid = "1") =>
        new(Leader) { Vitality = Vitality.Dead, Uid = uid, IsBorn = true, IsDecided = true, HasSucceeded = false, State = "has failed: X" };

    private static ObjectLook Absent => ObjectLook.Absent(Leader);

    private static Tombstone Previous(string? answered = null) =>
        answered is null ? new Tombstone()
            : new Tombstone { Answered = new Dictionary<string, AnsweredDeath> { [Leader] = new(answered, null) } };

    private static TrackerScene Death(DeathCondition condition = DeathCondition.Died, Tombstone? previous = null)
    {
        var scene = new TrackerScene(new CoordinatorOptions { DeathDependencies = [new(Leader, condition)] }, previous);
        scene.FirstLook();
        return scene;
    }

    private static TrackerScene Birth(BirthCondition condition, bool isOptional = false, Tombstone? previous = null)
    {
        var scene = new TrackerScene(new CoordinatorOptions { BirthDependencies = [new(Leader, condition, isOptional)] }, previous);
        scene.FirstLook();
        return scene;
    }

    [Fact]
    public void Start_BeforeTheFirstLookAtADeathDependency_IsHeldBack()
    {
        using var scene = Death();
        Assert.Empty(scene.Said);
        Assert.Contains("the cluster has not answered yet", Assert.Single(scene.Tracker.Pending));
        scene.Tracker.Observe(Running());
        Assert.Equal(["births fulfilled"], scene.Said);
    }

    [Fact]
    public void FirstLife_DeadAlready_IsHonouredAtOnceAndNothingStarts()
    {
        using var scene = Death();
        scene.Tracker.Observe(Succeeded());
        Assert.Equal("'job/leader' has succeeded", scene.Said[0]);
        Assert.Equal(new AnsweredDeath("1", null), scene.Deaths[0].Death);
    }

    [Fact]
    public void LaterLife_AnsweredDeath_IsNotAnsweredAgain()
    {
        using var scene = Death(previous: Previous(answered: "1"));
        scene.Tracker.Observe(Succeeded());
        Assert.Equal(["births fulfilled"], scene.Said);
        scene.Loop.Advance(TimeSpan.FromMinutes(1));
        scene.Tracker.Observe(Succeeded().Deleted());
        Assert.Empty(scene.Deaths);
    }

    [Fact]
    public void LaterLife_AnsweredDeath_AnotherUidIsAnotherLife()
    {
        using var scene = Death(previous: Previous(answered: "1"));
        scene.Tracker.Observe(Succeeded());
        scene.Tracker.Observe(Running("2"));
        scene.Tracker.Observe(Succeeded("2"));
        Assert.Equal("2", Assert.Single(scene.Deaths).Death.Life);
    }

    [Fact]
    public void LaterLife_UnansweredDeath_IsHonouredAfterTheRebirthGraceAndNothingStartsMeanwhile()
    {
        using var scene = Death(previous: Previous());
        scene.Tracker.Observe(Failed());
        Assert.Empty(scene.Said);
        scene.Loop.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("'job/leader' has failed: X", scene.Said[0]);
    }

    [Fact]
    public void LaterLife_UnansweredDeath_IsForgottenWhenTheObjectIsMadeAnew()
    {
        using var scene = Death(previous: Previous());
        scene.Tracker.Observe(Failed());
        scene.Tracker.Observe(Running("2"));
        Assert.Equal(["births fulfilled"], scene.Said);
        scene.Loop.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(scene.Deaths);
    }

    [Theory]
    [InlineData(DeathCondition.Died, true)]
    [InlineData(DeathCondition.Failed, true)]
    [InlineData(DeathCondition.Succeeded, false)]
    public void Deleted_WhileItsDeathIsAwaited_HasDied(DeathCondition condition, bool isDeath)
    {
        using var scene = Death(condition);
        scene.Tracker.Observe(Running());
        scene.Tracker.Observe(Running().Deleted());
        Assert.Equal(isDeath ? ["births fulfilled", "'job/leader' was deleted"] : ["births fulfilled"], scene.Said);
    }

    [Fact]
    public void Deleted_AfterItSucceeded_IsNotAFailure()
    {
        using var scene = Death(DeathCondition.Failed);
        scene.Tracker.Observe(Succeeded());
        scene.Tracker.Observe(Succeeded().Deleted());
        Assert.Empty(scene.Deaths);
    }

    [Fact]
    public void MadeAnew_BetweenTwoLooks_HasDiedUnseen()
    {
        using var scene = Death();
        scene.Tracker.Observe(Running());
        scene.Tracker.Observe(Running("2"));
        Assert.Equal("'job/leader' was deleted and created again", Assert.Single(scene.Deaths).ToString());
    }

    [Fact]
    public void MadeAnew_AfterADeathThatWasActedOn_IsNotAnotherDeath()
    {
        using var scene = Death();
        scene.Tracker.Observe(Running());
        scene.Tracker.Observe(Succeeded() with { Vitality = Vitality.Alive });
        scene.Tracker.Observe(Running("2"));
        Assert.Single(scene.Deaths);
    }

    [Fact]
    public void Decided_BeforeItIsOver_IsADeathButNoBirth()
    {
        using var death = Death();
        death.Tracker.Observe(Succeeded() with { Vitality = Vitality.Alive });
        Assert.Single(death.Deaths);
        using var birth = Birth(BirthCondition.Succeeded);
        birth.Tracker.Observe(Succeeded() with { Vitality = Vitality.Alive });
        Assert.Empty(birth.Said);
        birth.Tracker.Observe(Succeeded());
        Assert.Equal(["births fulfilled"], birth.Said);
    }

    [Fact]
    public void DecidedFailure_OfABirthThatNeedsSuccess_EndsTheWaitAtOnceWithTheReason()
    {
        using var scene = Birth(BirthCondition.Succeeded);
        scene.Tracker.Observe(Failed() with { Vitality = Vitality.Alive });
        Assert.Equal(["impossible: 'job/leader' to succeed (it has failed: X)"], scene.Said);
    }

    [Fact]
    public void Failure_OfAnObjectThatComesBack_IsWaitedOut()
    {
        using var scene = Birth(BirthCondition.Ready);
        scene.Tracker.Observe(Failed() with { ComesBack = true });
        Assert.Empty(scene.Said);
        scene.Tracker.Observe(Running("2") with { IsReady = true });
        Assert.Equal(["births fulfilled"], scene.Said);
    }

    [Fact]
    public void Deleted_WhileItsBirthIsAwaited_IsWaitedForAgain()
    {
        using var scene = Birth(BirthCondition.Succeeded);
        scene.Tracker.Observe(Running());
        scene.Tracker.Observe(Running().Deleted());
        Assert.Empty(scene.Said);
        scene.Tracker.Observe(Running("2"));
        scene.Tracker.Observe(Succeeded("2"));
        Assert.Equal(["births fulfilled"], scene.Said);
    }

    [Fact]
    public void Absent_NotOptional_IsNotYetThere()
    {
        using var scene = Birth(BirthCondition.Succeeded);
        scene.Tracker.Observe(Absent);
        scene.Loop.Advance(TimeSpan.FromHours(1));
        Assert.Empty(scene.Said);
        Assert.Equal("'job/leader' to succeed (it does not exist)", Assert.Single(scene.Tracker.Pending));
    }

    [Fact]
    public void Absent_Optional_IsSkippedAfterTheGraceThatBeginsWithTheAnswer()
    {
        using var scene = Birth(BirthCondition.Succeeded, isOptional: true);
        scene.Loop.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(scene.Said);
        scene.Tracker.Observe(Absent);
        Assert.Empty(scene.Said);
        scene.Loop.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["births fulfilled"], scene.Said);
    }

    [Fact]
    public void Optional_DeletedAndMadeAnewWithinTheGrace_IsNotSkipped()
    {
        using var scene = Birth(BirthCondition.Succeeded, isOptional: true);
        scene.Tracker.Observe(Absent);
        scene.Loop.Advance(TimeSpan.FromSeconds(1));
        scene.Tracker.Observe(Running());
        scene.Tracker.Observe(Running().Deleted());
        scene.Loop.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Empty(scene.Said);
        scene.Loop.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(["births fulfilled"], scene.Said);
    }

    [Fact]
    public void LaterLife_OldSuccess_FulfilsABirth()
    {
        using var scene = Birth(BirthCondition.Succeeded, previous: Previous());
        scene.Tracker.Observe(Succeeded());
        Assert.Equal(["births fulfilled"], scene.Said);
    }

    [Fact]
    public void Follows_FulfilledBirthWithoutADeath_IsOver()
    {
        using var scene = Birth(BirthCondition.Born);
        Assert.True(scene.Tracker.Follows(Leader));
        scene.Tracker.Observe(Running());
        Assert.False(scene.Tracker.Follows(Leader));
    }
}
