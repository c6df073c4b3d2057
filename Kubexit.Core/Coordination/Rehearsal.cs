using Kubexit.Dependencies;
using Kubexit.Graveyards;
using Kubexit.Platform;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Coordination;

/// <summary>
/// Goes once through what a death will go through, with nobody's child at stake: code that runs for the first time is paged in, its
/// statics are made, its types loaded. Done right after the start, when nobody waits, it halves the time from a death to its signal.
/// </summary>
internal sealed class Rehearsal : ICoordinatorActions, IDependencyEvents
{
    private readonly CoordinatorMachine _machine;

    private Rehearsal(CoordinatorOptions options) => _machine = new CoordinatorMachine(options, this);

    public bool IsOutlived => true;

    public static void Run()
    {
        var options = new CoordinatorOptions { Name = "rehearsal", DeathDependencies = [new DeathDependency("dependency")] };
        var actors = new Rehearsal(options);
        using var tracker = new DependencyTracker(options.Dependencies, readinessIsElsewhere: false, previous: null, NoLoop.Instance, NullLogger.Instance, actors);
        tracker.FirstLookDone();
        actors._machine.Handle(new CoordinatorEvent(CoordinatorEventKind.ChildStarted));
        var tombstone = TombstoneText.TryRead("Born: \"2026-11-20T10:00:00.5Z\"\nDied: \"2026-11-20T10:00:01Z\"\nExitCode: 0\n"u8, out _);
        tracker.Observe(new TombstoneObservation("dependency", tombstone, new LockProbe(LockState.Absent, null), null));
    }

    public void BirthsFulfilled() => _machine.Handle(new CoordinatorEvent(CoordinatorEventKind.BirthsFulfilled));

    public void DependencyDied(DependencyDeath death) => _machine.Handle(new CoordinatorEvent(CoordinatorEventKind.DependencyDied) { Death = death });

    public void BirthImpossible(string pending)
    {
    }

    public void ReadinessFailed(string reason)
    {
    }

    public void Outlived()
    {
    }

    public void StartChild()
    {
    }

    public void RecordBorn(bool isReady)
    {
    }

    public void RecordReady()
    {
    }

    public void RecordAnswer(DependencyDeath death)
    {
    }

    public void StartProbe()
    {
    }

    public void StartPostStart()
    {
    }

    public void StartPreStop()
    {
    }

    public void SendStop()
    {
    }

    public void Forward(int signal)
    {
    }

    public void Kill()
    {
    }

    public void StartGrace()
    {
    }

    public void StartGroupGrace()
    {
    }

    public void StartOutlive()
    {
    }

    public void StartDeadline()
    {
    }

    public void Ignore(int signal)
    {
    }

    public void Finish(CoordinatorResult result)
    {
    }

    private sealed class NoLoop : IEventLoop
    {
        public static NoLoop Instance { get; } = new();

        public TimeProvider Time => TimeProvider.System;

        public bool IsCurrent => true;

        public void Post(Action action)
        {
        }
    }
}
