using BenchmarkDotNet.Attributes;

namespace Kubexit.Benchmarks;

/// <summary>What does a look at the graveyard cost as it fills up?</summary>
public class GraveyardScanBenchmarks
{
    private TemporaryGraveyard _directory = null!;
    private Graveyard _graveyard = null!;

    [Params(1, 10, 100, 1_000, 10_000)]
    public int Tombstones { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _directory = new TemporaryGraveyard();
        _directory.Fill(Tombstones);
        _graveyard = new Graveyard(_directory.Path);
    }

    [GlobalCleanup]
    public void Cleanup() => _directory.Dispose();

    [Benchmark(Description = "all names")]
    public object List() => _graveyard.List();

    [Benchmark(Description = "one name")]
    public object ReadOne() => _graveyard.Read(TemporaryGraveyard.NameOf(0));
}
