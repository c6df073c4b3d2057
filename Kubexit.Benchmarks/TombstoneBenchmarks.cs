using System.Text;
using BenchmarkDotNet.Attributes;
using Kubexit.Graveyards;

namespace Kubexit.Benchmarks;

/// <summary>What does it cost to read a tombstone, and to write one?</summary>
public class TombstoneBenchmarks
{
    private static readonly DateTimeOffset Time = new(2026, 11, 20, 10, 41, 46, TimeSpan.Zero);

    private readonly Tombstone _dead = new()
    {
        Waiting = Time,
        Born = Time,
        Ready = Time,
        Died = Time,
        ExitCode = 0,
        Reason = DeathReason.Exited,
        Life = "0123456789abcdef0123456789abcdef",
    };

    private readonly byte[] _json = Encoding.UTF8.GetBytes("""
        {"Born":"2026-11-20T10:41:46.9926314Z","Died":"2026-11-20T10:41:47.0498724Z","ExitCode":0}
        """);
    private byte[] _ours = [];
    private byte[] _originals = [];

    [GlobalSetup]
    public void Setup()
    {
        _ours = TombstoneText.Write(_dead);
        _originals = TombstoneText.Write(new Tombstone { Born = Time, Died = Time, ExitCode = 0 });
    }

    [Benchmark(Baseline = true, Description = "read ours with the YAML parser")]
    public object? ReadWithYaml() => YamlTombstoneReader.TryRead(_ours, out _);

    [Benchmark(Description = "read ours")]
    public object? ReadOurs() => TombstoneText.TryRead(_ours, out _);

    [Benchmark(Description = "read the original's")]
    public object? ReadOriginals() => TombstoneText.TryRead(_originals, out _);

    [Benchmark(Description = "read JSON (falls back to YAML)")]
    public object? ReadJson() => TombstoneText.TryRead(_json, out _);

    [Benchmark(Description = "write ours")]
    public byte[] Write() => TombstoneText.Write(_dead);
}
