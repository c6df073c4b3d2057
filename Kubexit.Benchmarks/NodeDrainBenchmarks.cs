using BenchmarkDotNet.Attributes;
using Kubexit.Tests.NodeAgent;

namespace Kubexit.Benchmarks;

/// <summary>What does draining a node of 110 pods within a notice of 30 s cost the agent? The 30 s themselves are skipped.</summary>
public class NodeDrainBenchmarks
{
    /// <summary>What the API server allows.</summary>
    [Params(20, 200)]
    public int RequestsPerSecond { get; set; }

    [Benchmark(Description = "drain 110 pods in 30 s of accelerated time")]
    public int Drain() => DrainTimeline.Run(RequestsPerSecond).Requests.Count;
}
