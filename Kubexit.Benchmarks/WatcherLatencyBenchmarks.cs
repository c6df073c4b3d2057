using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Mathematics;
using Kubexit.Platform;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Benchmarks;

/// <summary>How long after the rename of a tombstone does who waits for it know? Everybody sleeps when it happens.</summary>
/// <remarks>
/// The row of the observer includes reading and judging the tombstone; <c>hint</c> rows only hear of a name. What polls reads the file, and
/// the death falls anywhere in its period.
/// </remarks>
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 20, iterationCount: 100, invocationCount: 1)]
[Outliers(Perfolizer.Mathematics.OutlierDetection.OutlierMode.DontRemove)]
public class WatcherLatencyBenchmarks
{
    private readonly Random _random = new(1);
    private TemporaryGraveyard _directory = null!;
    private Rename _death = null!;
    private Action _stop = null!;
    private TimeSpan _period;
    private volatile bool _isKnown;

    [GlobalSetup(Target = nameof(Observer))]
    public void SetupObserver()
    {
        SetupDirectory();
        var thread = new LoopThread();
        var observer = new GraveyardObserver(new Graveyard(_directory.Path).Store, thread.Loop, ["client"], NullLogger.Instance, o =>
        {
            if (o.IsDead) _isKnown = true;
        });
        thread.Run(() => observer.Start(TimeSpan.FromSeconds(10)));
        _stop = () =>
        {
            thread.Run(observer.Dispose);
            thread.Dispose();
        };
    }

    [GlobalSetup(Target = nameof(Hint))]
    public void SetupHint()
    {
        SetupDirectory();
        var thread = new LoopThread();
        IDisposable? watch = null;
        thread.Run(() => watch = new Graveyard(_directory.Path).Store.Watch(thread.Loop, new HintEvents(this)));
        _stop = () =>
        {
            thread.Run(watch!.Dispose);
            thread.Dispose();
        };
    }

    [GlobalSetup(Target = nameof(FrameworkWatcher))]
    public void SetupFrameworkWatcher()
    {
        SetupDirectory();
        var watcher = new FileSystemWatcher(_directory.Path);
        watcher.Renamed += (_, e) => _isKnown |= e.Name == "client";
        watcher.Created += (_, e) => _isKnown |= e.Name == "client";
        watcher.EnableRaisingEvents = true;
        _stop = watcher.Dispose;
    }

    [GlobalSetup(Target = nameof(Poll100))]
    public void SetupPoll100() => SetupPoll(TimeSpan.FromMilliseconds(100));

    [GlobalSetup(Target = nameof(Poll1000))]
    public void SetupPoll1000() => SetupPoll(TimeSpan.FromSeconds(1));

    [GlobalCleanup]
    public void Cleanup()
    {
        _stop();
        _directory.Dispose();
    }

    [IterationSetup]
    public void Bury()
    {
        File.Delete(_directory.PathOf("client"));
        _death = _directory.PrepareDeath("client");
        Thread.Sleep(TimeSpan.FromMilliseconds(5) + (_period * _random.NextDouble()));
        _isKnown = false;
    }

    [Benchmark(Description = "graveyard observer, tombstone read")]
    public void Observer() => DieAndWait();

    [Benchmark(Description = "graveyard watch, hint")]
    public void Hint() => DieAndWait();

    [Benchmark(Baseline = true, Description = "FileSystemWatcher, hint")]
    public void FrameworkWatcher() => DieAndWait();

    [Benchmark(Description = "poll each 100 ms")]
    public void Poll100() => DieAndWait();

    [Benchmark(Description = "poll each 1 s")]
    public void Poll1000() => DieAndWait();

    // Awake, so that the waker's latency is not measured with it.
    private void DieAndWait()
    {
        _death.Do();
        while (!_isKnown) Thread.SpinWait(10);
    }

    private void SetupDirectory() => _directory = new TemporaryGraveyard();

    private void SetupPoll(TimeSpan period)
    {
        SetupDirectory();
        _period = period;
        var (path, stop) = (_directory.PathOf("client"), new ManualResetEventSlim());
        var thread = new Thread(() =>
        {
            while (!stop.Wait(period))
            {
                if (File.Exists(path) && File.ReadAllText(path).Contains("Died", StringComparison.Ordinal)) _isKnown = true;
            }
        });
        thread.Start();
        _stop = () =>
        {
            stop.Set();
            thread.Join();
        };
    }

    private sealed class HintEvents(WatcherLatencyBenchmarks owner) : IGraveyardEvents
    {
        public void Changed(ReadOnlySpan<byte> fileName) => owner._isKnown |= fileName.SequenceEqual("client"u8);

        public void Lost()
        {
        }

        public void Gone()
        {
        }
    }
}
