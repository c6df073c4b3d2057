using Kubexit.Platform.Linux;

namespace Kubexit.Benchmarks;

/// <summary>An event loop on a thread of its own, for as long as it is not disposed.</summary>
internal sealed class LoopThread : IDisposable
{
    private readonly Thread _thread;
    private readonly Action _mark;
    private bool _isMarked;

    public LoopThread()
    {
        _mark = () => Volatile.Write(ref _isMarked, true);
        _thread = new Thread(Loop.Run) { IsBackground = true };
        _thread.Start();
    }

    public PollEventLoop Loop { get; } = new(onError: null);

    /// <summary>Runs an action on the loop and waits until it has run.</summary>
    public void Run(Action action)
    {
        Loop.Post(action);
        Flush();
    }

    /// <summary>Waits, awake and without allocating, until the loop has gone round.</summary>
    public void Flush()
    {
        Volatile.Write(ref _isMarked, false);
        Loop.Post(_mark);
        while (!Volatile.Read(ref _isMarked)) Thread.SpinWait(10);
    }

    public void Dispose()
    {
        Loop.Stop();
        _thread.Join();
    }
}
