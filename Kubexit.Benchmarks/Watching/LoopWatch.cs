using Kubexit.Platform.Linux;

namespace Kubexit.Benchmarks.Watching;

/// <summary>A watch of ours on an event loop of its own.</summary>
internal sealed class LoopWatch : IDisposable
{
    private readonly LoopThread _thread = new();
    private IDisposable? _watch;

    private LoopWatch()
    {
    }

    public static LoopWatch Start(Func<PollEventLoop, IDisposable> start)
    {
        var watch = new LoopWatch();
        watch._thread.Run(() => watch._watch = start(watch._thread.Loop));
        return watch;
    }

    public void Dispose()
    {
        _thread.Run(_watch!.Dispose);
        _thread.Dispose();
    }
}
