using System.Runtime.ExceptionServices;

namespace Kubexit.Platform;

/// <summary>The portable part of the event loop: the queue, the timers, the order. How to wait is the subclass's.</summary>
/// <remarks>
/// Theory of operation: <see cref="Run"/> alternates between work (posted actions first, then due timers) and <see cref="Wait"/>.
/// An exception of an action is a bug of ours: it goes to the handler given at construction, and the loop goes on.
/// </remarks>
internal abstract class EventLoop : IEventLoop
{
    private readonly object _gate = new();
    private readonly Action<Exception> _onError;
    private readonly EventLoopTimers _timers;
    private readonly Action<Action> _invoke;
    private List<Action> _posted = [];
    private List<Action> _running = [];
    private Thread? _thread;
    private volatile bool _stopped;

    protected EventLoop(Action<Exception>? onError)
    {
        _onError = onError ?? ThrowOnThreadPool;
        _timers = new EventLoopTimers(Wake);

        // Once: a new delegate each round would be garbage for every unrelated event.
        _invoke = Invoke;
    }

    public TimeProvider Time => _timers;

    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>The loop that all users of the library in this process share, on a thread of its own.</summary>
    public static EventLoop Shared => SharedLoop.Value;

    private static readonly Lazy<EventLoop> SharedLoop = new(StartShared);

    public void Post(Action action)
    {
        lock (_gate) _posted.Add(action);
        if (!IsCurrent) Wake();
    }

    /// <summary>Runs the loop on the calling thread until <see cref="Stop"/>.</summary>
    public void Run()
    {
        _thread = Thread.CurrentThread;
        while (!_stopped)
        {
            RunPosted();
            _timers.RunDue(_invoke);
            if (_stopped) break;
            lock (_gate)
            {
                if (_posted.Count > 0) continue;
            }

            Wait(_timers.TimeToNext());
        }
    }

    /// <summary>Ends <see cref="Run"/> after the action that runs now.</summary>
    public void Stop()
    {
        _stopped = true;
        Wake();
    }

    /// <summary>
    /// Waits for outside events, a <see cref="Wake"/>, or the time limit; <see cref="Timeout.InfiniteTimeSpan"/> for none.
    /// </summary>
    protected abstract void Wait(TimeSpan limit);

    /// <summary>Ends the current or the next <see cref="Wait"/>. Called from any thread.</summary>
    protected abstract void Wake();

    /// <summary>Runs one callback under the loop's error rule.</summary>
    protected void Invoke(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            _onError(e);
        }
    }

    private void RunPosted()
    {
        lock (_gate)
        {
            if (_posted.Count == 0) return;
            (_posted, _running) = (_running, _posted);
        }

        foreach (var action in _running) Invoke(action);
        _running.Clear();
    }

    private static EventLoop StartShared()
    {
        var loop = PlatformServices.CreateEventLoop(null);
        new Thread(loop.Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = "kubexit" }.Start();
        return loop;
    }

    // A bug must not vanish: on the shared loop it ends the process like any unhandled exception.
    private static void ThrowOnThreadPool(Exception e)
    {
        var info = ExceptionDispatchInfo.Capture(e);
        ThreadPool.UnsafeQueueUserWorkItem(static i => i.Throw(), info, preferLocal: false);
    }
}
