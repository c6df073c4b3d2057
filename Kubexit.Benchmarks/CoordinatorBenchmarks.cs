using BenchmarkDotNet.Attributes;
using Kubexit.Coordination;
using Kubexit.Supervision;

namespace Kubexit.Benchmarks;

/// <summary>What does the policy cost by itself, with no file, clock or process below it?</summary>
public class CoordinatorBenchmarks
{
    private readonly CoordinatorOptions _options = new() { Name = "server", DeathDependencies = [new DeathDependency("client")] };
    private readonly DependencyDeath _death = new("client", new AnsweredDeath("life", null), 0, false);
    private readonly NoActions _actions = new();
    private CoordinatorMachine _ready = null!;

    [GlobalSetup]
    public void Setup() => _ready = BeReady();

    [Benchmark(Description = "a whole life: born, ready, stopped for a death, dead")]
    public object Live()
    {
        var machine = BeReady();
        machine.Handle(new CoordinatorEvent(CoordinatorEventKind.DependencyDied) { Death = _death });
        machine.Handle(new CoordinatorEvent(CoordinatorEventKind.ChildExited) { Exit = ChildExit.Exited(0) });
        return machine;
    }

    [Benchmark(Description = "a signal to forward")]
    public void Forward() => _ready.Handle(CoordinatorEvent.OfSignal(10));

    private CoordinatorMachine BeReady()
    {
        var machine = new CoordinatorMachine(_options, _actions);
        machine.Handle(new CoordinatorEvent(CoordinatorEventKind.BirthsFulfilled));
        machine.Handle(new CoordinatorEvent(CoordinatorEventKind.ChildStarted));
        return machine;
    }
}
