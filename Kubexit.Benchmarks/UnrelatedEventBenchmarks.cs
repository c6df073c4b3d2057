using BenchmarkDotNet.Attributes;
using Kubexit.Graveyards;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Benchmarks;

/// <summary>What does a change of a file that nobody waits for cost, the rename itself included? In steady state not a byte.</summary>
public class UnrelatedEventBenchmarks
{
    private const int Events = 200;

    private TemporaryGraveyard _directory = null!;
    private Rename _unrelated = null!;
    private Rename _marker = null!;
    private LoopThread _thread = null!;
    private IDisposable _watcher = null!;
    private bool _isMarked;

    [GlobalSetup(Target = nameof(Nobody))]
    public void SetupNobody()
    {
        _directory = new TemporaryGraveyard();
        _unrelated = _directory.PrepareDeath("stranger");
        _marker = _directory.PrepareDeath("client");
        _thread = new LoopThread();
    }

    [GlobalSetup(Target = nameof(Observer))]
    public void SetupObserver()
    {
        SetupNobody();
        var store = new Graveyard(_directory.Path).Store;
        var observer = new GraveyardObserver(store, _thread.Loop, ["client"], NullLogger.Instance, static _ => { });
        _thread.Run(() => observer.Start(TimeSpan.Zero));
        _watcher = observer;
    }

    [GlobalSetup(Target = nameof(FrameworkWatcher))]
    public void SetupFrameworkWatcher()
    {
        SetupNobody();
        var watcher = new FileSystemWatcher(_directory.Path);
        watcher.Renamed += (_, e) =>
        {
            if (e.Name == "client") Volatile.Write(ref _isMarked, true);
        };
        watcher.EnableRaisingEvents = true;
        _watcher = watcher;
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        if (_watcher is GraveyardObserver observer) _thread.Run(observer.Dispose);
        else _watcher?.Dispose();
        _thread.Dispose();
        _directory.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events, Description = "nobody watches")]
    public void Nobody()
    {
        for (var i = 0; i < Events / 2; i++)
        {
            _unrelated.Do();
            _unrelated.Undo();
        }

        _thread.Flush();
    }

    [Benchmark(OperationsPerInvoke = Events, Description = "graveyard observer")]
    public void Observer() => Nobody();

    /// <summary>It cannot be asked whether it has caught up: a rename that it looks for ends each round.</summary>
    [Benchmark(OperationsPerInvoke = Events, Description = "FileSystemWatcher")]
    public void FrameworkWatcher()
    {
        Nobody();
        Volatile.Write(ref _isMarked, false);
        _marker.Do();
        while (!Volatile.Read(ref _isMarked)) Thread.SpinWait(10);
        _marker.Undo();
    }
}
