using System.Runtime.CompilerServices;
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

    private readonly Action<string>? _onAction;

    private Rehearsal(CoordinatorOptions options, Action<string>? onAction) =>
        (_machine, _onAction) = (new CoordinatorMachine(options, this), onAction);

    public bool IsOutlived => true;

    /// <summary>The tombstone of the death that is rehearsed.</summary>
    public static ReadOnlySpan<byte> Text => "Born: \"2026-11-20T10:00:00.5Z\"\nDied: \"2026-11-20T10:00:01Z\"\nExitCode: 0\n"u8;

    /// <param name="onAction">Is told what would be done, by the names of <see cref="ICoordinatorActions"/>: for the test that compares it
    /// with a real death.</param>
    public static void Run(Action<string>? onAction = null)
    {
        var options = new CoordinatorOptions { Name = "rehearsal", DeathDependencies = [new DeathDependency("dependency")] };
        var actors = new Rehearsal(options, onAction);
        using var tracker = new DependencyTracker(
            options.Dependencies, isElsewhere: static _ => false, previous: null, NoLoop.Instance, NullLogger.Instance, actors);
        tracker.FirstLookDone();
        actors._machine.Handle(new CoordinatorEvent(CoordinatorEventKind.ChildStarted));
        var tombstone = TombstoneText.TryRead(Text, out _);
        tracker.Observe(new TombstoneObservation("dependency", tombstone, new LockProbe(LockState.Absent, null), null));
    }

    public void BirthsFulfilled() => _machine.Handle(new CoordinatorEvent(CoordinatorEventKind.BirthsFulfilled));

    public void DependencyDied(DependencyDeath death) =>
        _machine.Handle(new CoordinatorEvent(CoordinatorEventKind.DependencyDied) { Death = death });

    public void BirthImpossible(string pending)
    {
    }

    public void ReadinessFailed(string reason)
    {
    }

    public void Outlived()
    {
    }

    public void StartChild() => Note();

    public void RecordBorn(bool isReady) => Note();

    public void RecordReady() => Note();

    public void RecordAnswer(DependencyDeath death) => Note();

    public void StartProbe() => Note();

    public void StartPostStart() => Note();

    public void StartPreStop() => Note();

    public void SendStop() => Note();

    public void Forward(int signal) => Note();

    public void Kill() => Note();

    public void Start(StopClock clock) => Note($"Start{clock}");

    public void Ignore(int signal) => Note();

    public void Finish(CoordinatorResult result) => Note();

    private void Note([CallerMemberName] string action = "") => _onAction?.Invoke(action);

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
