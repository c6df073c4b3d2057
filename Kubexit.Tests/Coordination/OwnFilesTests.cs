using Kubexit.Graveyards;
using Kubexit.Platform;
using Kubexit.Supervision;

namespace Kubexit.Tests.Coordination;

/// <summary>What neighbours do to the lock and the tombstone of a living process.</summary>
public sealed class OwnFilesTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1), Rescan = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LockRemoved_IsTakenAnew_AtOnceOrByTheNextRescan(bool isTold)
    {
        var scene = new RunScene(new()).Start();
        var life = scene.Tombstone!.Life;
        scene.Store.TellsChanges = isTold;
        scene.Store.DeleteLock("me");
        scene.Loop.Turn();
        if (!isTold) scene.Loop.Advance(Rescan);
        Assert.Equal(new LockProbe(LockState.Held, life), scene.Store.Probe("me"));
        Assert.Contains("its lock file was removed or replaced", scene.Logger.Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TombstoneRemovedOrForged_IsCarvedAnew_AtOnceOrByTheNextRescan(bool isTold)
    {
        var scene = new RunScene(new()).Start();
        var ours = scene.Store.TextOf("me");
        scene.Store.TellsChanges = isTold;
        scene.Store.Delete("me");
        scene.Loop.Turn();
        if (!isTold) scene.Loop.Advance(Rescan);
        Assert.Equal(ours, scene.Store.TextOf("me"));
        scene.Loop.Advance(Second);
        scene.Store.Put("me", "Died: \"2026-11-20T10:00:01Z\"\nExitCode: 0\n");
        scene.Loop.Turn();
        if (!isTold) scene.Loop.Advance(Rescan);
        Assert.Equal(ours, scene.Store.TextOf("me"));
    }

    [Fact]
    public void TombstoneForgedWithoutEnd_IsMendedOnceASecondAndSaidOnceAMinute()
    {
        var scene = new RunScene(new()).Start();
        var ours = scene.Store.TextOf("me");
        var mended = 0;
        for (var tenth = 0; tenth < 600; tenth++)
        {
            scene.Store.Put("me", "{}");
            scene.Loop.Turn();
            if (scene.Store.TextOf("me") == ours) mended++;
            scene.Loop.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(mended, 1, 61);
        scene.Loop.Advance(Second);
        Assert.Equal(ours, scene.Store.TextOf("me"));
        Assert.InRange(scene.Logger.Lines.Count(line => line.Contains("changed our files", StringComparison.Ordinal)), 1, 2);
    }

    [Fact]
    public void BothRemovedAndTheNameTaken_TheFirstGoesOnAndSaysSo()
    {
        var scene = new RunScene(new()).Start();
        scene.Store.TellsChanges = false;
        scene.Store.DeleteLock("me");
        using var second = scene.Store.TryLock("me", "second");
        scene.Store.Put("me", "Life: \"second\"\n");
        for (var rescan = 0; rescan < 12; rescan++) scene.Loop.Advance(Rescan);
        Assert.Equal("Life: \"second\"\n", scene.Store.TextOf("me"));
        Assert.Equal(["start"], scene.Child.Calls);
        Assert.InRange(scene.Logger.Lines.Count(
            line => line.Contains("another process has taken the name 'me'", StringComparison.Ordinal)), 1, 3);
    }

    [Fact]
    public void OwnWrites_AreNotTakenForANeighbours()
    {
        var scene = new RunScene(new() { DeathDependencies = [new("app")] }).Start();
        scene.Loop.Advance(Rescan);
        scene.Neighbour("app", isDead: true);
        scene.Loop.Advance(Rescan);
        Assert.DoesNotContain("changed our files", scene.Logger.Text);
        scene.Exit(ChildExit.Exited(0));
        Assert.Equal(0, scene.Loop.Clock.ArmedTimers);
    }

    [Fact]
    public void Join_PlantedAnswers_OnlyThoseAboutOurDependenciesAreCarriedOn()
    {
        var scene = new RunScene(new() { DeathDependencies = [new("app")] });
        var planted = string.Concat(Enumerable.Range(0, 1000).Select(i => $"  stranger-{i}:\n    Life: \"{i}\"\n"));
        var life = new string('x', 60_000);
        scene.Store.Put("me", $"Answered:\n{planted}  app:\n    Life: \"1\"\nLife: \"0\"\n");
        scene.Start();
        Assert.Equal([("app", new AnsweredDeath("1", null))], scene.Tombstone!.Answered.Select(a => (a.Key, a.Value)));
        Assert.Null(TombstoneText.TryRead(System.Text.Encoding.UTF8.GetBytes($"Life: \"{life}\"\n"), out _));
        Assert.True(scene.Store.TextOf("me")!.Length < 500);
    }
}
