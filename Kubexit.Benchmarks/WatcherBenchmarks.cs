using BenchmarkDotNet.Attributes;
using Kubexit.Benchmarks.Watching;
using Kubexit.Platform;
using Kubexit.Platform.Linux;

namespace Kubexit.Benchmarks;

/// <summary>
/// How long after a rename does who waits for it know, and what does that allocate? Each watcher by itself, on a machine that does nothing
/// else meanwhile; the verb <c>watchers</c> has them compete in turn, on any volume.
/// </summary>
public class WatcherBenchmarks
{
    private TemporaryGraveyard _directory = null!;
    private IDisposable? _watch;
    private byte[] _there = null!;
    private byte[] _beside = null!;
    private int _isKnown;

    /// <summary>Those that are told: who polls takes half its period.</summary>
    public static IEnumerable<Watcher> Watchers => Watcher.All.Where(w => w.Period == TimeSpan.Zero);

    [ParamsSource(nameof(Watchers))]
    public Watcher Watcher { get; set; } = null!;

    [GlobalSetup]
    public void Setup()
    {
        _directory = new TemporaryGraveyard();
        _directory.PrepareDeath("client").Do();
        _ = _directory.PrepareDeath("client");
        (_there, _beside) = (NativePath.Of(_directory.PathOf("client")), NativePath.Of(_directory.PathOf(".client.tmp")));
        _watch = Watcher.Watch(_directory.Path, () => Volatile.Write(ref _isKnown, 1));
        RenameUntilKnown();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _watch?.Dispose();
        _directory.Dispose();
    }

    /// <summary>Two tombstones change places: one comes to stand there, and the other is there for the next time.</summary>
    [Benchmark(Description = "rename until known")]
    public unsafe void RenameUntilKnown()
    {
        Volatile.Write(ref _isKnown, 0);
        fixed (byte* one = _there, other = _beside)
        {
            if (Libc.ExchangeNames(one, other) is var errno and not 0) throw new IOException($"Cannot rename: {Libc.Describe(errno)}.");
        }

        while (Volatile.Read(ref _isKnown) == 0) Thread.SpinWait(10);
    }
}
