using Kubexit.Dependencies;
using Kubexit.Supervision;

namespace Kubexit.Tests.Coordination;

/// <summary>What is left to do when nothing can be foreseen any more.</summary>
public sealed class AbandonedRunTests
{
    [Fact]
    public void Abandon_ChildRuns_GroupIsKilledAndTheDeathIsRecorded()
    {
        var scene = new RunScene(new()).Start();
        scene.Abandon();
        Assert.Equal("kill", scene.Child.Calls[^1]);
        Assert.Equal((125, DeathReason.Internal), (scene.Tombstone!.ExitCode, scene.Tombstone.Reason));
        Assert.NotNull(scene.Tombstone.Died);
        Assert.NotNull(scene.Tombstone.Born);
    }

    [Fact]
    public void LastWords_ThroughALife_AreWhatIsTrueByThen()
    {
        var scene = new RunScene(new() { DeathDependencies = [new DeathDependency("db")] }).Start();
        Assert.Equal(42, scene.LastWords.Group);
        Assert.Matches("^Born: \"[^\"]+\"\nDied: \"…\"\nExitCode: 125\nLife: [^\n]+\nReady: [^\n]+\nReason: Internal\nWaiting: [^\n]+\n$",
            scene.LastWords.Text);
        Assert.EndsWith("/me", scene.LastWords.Path, StringComparison.Ordinal);

        // A death that is answered has a "Died" of its own, which stays.
        scene.Neighbour("db", isDead: true);
        Assert.StartsWith("Answered:\n  db:\n    Died: \"2026-11-20T10:00:01Z\"\nBorn: ", scene.LastWords.Text, StringComparison.Ordinal);
        Assert.Contains("\nDied: \"…\"\nExitCode: 125\n", scene.LastWords.Text, StringComparison.Ordinal);

        scene.Exit(ChildExit.Exited(3));
        Assert.Equal(0, scene.LastWords.Group);
        Assert.Contains("\nDied: \"…\"\nExitCode: 3\n", scene.LastWords.Text, StringComparison.Ordinal);
    }
}
