using Kubexit.Coordination;
using Kubexit.Graveyards;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Coordination;

/// <summary>What is rehearsed is what a real death does.</summary>
public sealed class RehearsalTests
{
    [Fact]
    public void Run_DoesWhatADeathDoes()
    {
        var real = new RecordingActions();
        var machine = new CoordinatorMachine(
            new CoordinatorOptions { Name = "app", DeathDependencies = [new DeathDependency("db")] }, real);
        machine.Handle(new CoordinatorEvent(CoordinatorEventKind.BirthsFulfilled));
        machine.Handle(new CoordinatorEvent(CoordinatorEventKind.ChildStarted));
        machine.Handle(new CoordinatorEvent(
            CoordinatorEventKind.DependencyDied)
        { Death = new DependencyDeath("db", new AnsweredDeath(null, null), 0, false) });

        var rehearsed = new List<string>();
        Rehearsal.Run(rehearsed.Add);
        Assert.Contains("SendStop", rehearsed);
        Assert.Equal(real.Done.Select(action => action == "RecordBornReady" ? "RecordBorn" : action), rehearsed);
    }

    /// <summary>The reader that a neighbour's tombstone takes, and not the slow one.</summary>
    [Fact]
    public void Text_IsCanonical() => Assert.NotNull(CanonicalTombstoneReader.TryRead(Rehearsal.Text)?.Died);
}
