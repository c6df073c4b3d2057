using BenchmarkDotNet.Attributes;
using Kubexit.Coordination;
using Kubexit.Dependencies;
using Kubexit.Graveyards;
using Kubexit.Platform;
using Kubexit.Platform.Linux;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Benchmarks;

/// <summary>What does it cost to judge one look at a tombstone?</summary>
public class DependencyBenchmarks
{
    private static readonly DateTimeOffset Time = new(2026, 11, 20, 10, 41, 46, TimeSpan.Zero);

    private readonly TombstoneObservation _waiting = Look(new Tombstone { Waiting = Time, Life = "a" });
    private readonly TombstoneObservation _ready = Look(new Tombstone { Born = Time, Ready = Time, Life = "a" });
    private readonly TombstoneObservation _dead = Look(new Tombstone { Born = Time, Died = Time, Life = "a" });
    private readonly TombstoneObservation _deadAgain = Look(new Tombstone { Born = Time, Died = Time.AddSeconds(1), Life = "b" });
    private DependencyTracker _waitingTracker = null!;
    private DependencyTracker _runningTracker = null!;

    [Params(1, 10, 100)]
    public int Dependencies { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var names = Enumerable.Range(0, Dependencies).Select(TemporaryGraveyard.NameOf).ToArray();
        _waitingTracker = Create(new CoordinatorOptions { BirthDependencies = [.. names.Select(n => new BirthDependency(n))] });
        _runningTracker = Create(new CoordinatorOptions { DeathDependencies = [.. names.Select(n => new DeathDependency(n))] });
    }

    [Benchmark(Description = "still waiting for births")]
    public void Wait() => _waitingTracker.Observe(_waiting);

    [Benchmark(Description = "a dependency lives")]
    public void Live() => _runningTracker.Observe(_ready);

    [Benchmark(OperationsPerInvoke = 2, Description = "a dependency has died")]
    public void Die()
    {
        _runningTracker.Observe(_dead);
        _runningTracker.Observe(_deadAgain);
    }

    private static DependencyTracker Create(CoordinatorOptions options)
    {
        var tracker = new DependencyTracker(
            options.Dependencies, isElsewhere: static _ =>
                false, previous: null, new PollEventLoop(null), NullLogger.Instance, new NoEvents());
        tracker.FirstLookDone();
        return tracker;
    }

    private static TombstoneObservation Look(Tombstone tombstone) =>
        new(TemporaryGraveyard.NameOf(0), tombstone, new LockProbe(LockState.Held, tombstone.Life), null);

    private sealed class NoEvents : IDependencyEvents
    {
        public void BirthsFulfilled()
        {
        }

        public void BirthImpossible(string pending)
        {
        }

        public void ReadinessFailed(string reason)
        {
        }

        public void DependencyDied(DependencyDeath death)
        {
        }

        public void Outlived()
        {
        }
    }
}
