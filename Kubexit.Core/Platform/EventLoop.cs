using System.Runtime.ExceptionServices;

namespace Kubexit.Platform;

/// <summary>The portable part of the event loop: the queue, the timers, the order. How to wait is the subclass's.</summary>
/// <remarks>
/// Theory of operation: <see cref="Run"/> alternates between work (posted actions first, then due timers) and <see cref="Wait"/>.
/// An exception of an action is a bug of ours: it goes to the handler given at construction, and the loop goes on.
/// </remarks>
internal abstract class EventLoop : IEventLoop
{
    private readonly object gate = new();
    private readonly Action<Exception> onError;
    private readonly EventLoopTimers timers;
    private List<Action> posted = [];
    private List<Action> running = [];
    private Thread? thread;
    private volatile bool stopped;

    protected EventLoop(Action<Exception>? onError)
    {
        this.onError = onError ?? ThrowOnThreadPool;
        timers = new EventLoopTimers(Wake);
    }

    public TimeProvider Time => timers;

    public bool IsCurrent => Thread.CurrentThread == thread;

    /// <summary>The loop that all users of the library in this process share, on a thread of its own.</summary>
    public static EventLoop Shared => SharedLoop.Value;

    private static readonly Lazy<EventLoop> SharedLoop = new(StartShared);

    public void Post(Action action)
    {
        lock (gate) posted.Add(action);
        if (!IsCurrent) Wake();
    }

    /// <summary>Runs the loop on the calling thread until <see cref="Stop"/>.</summary>
    public void Run()
    {
        thread = Thread.CurrentThread;
        while (!stopped)
        {
            RunPosted();
            timers.RunDue(Invoke);
            if (stopped) break;
            lock (gate)
            {
                if (posted.Count > 0) continue;
            }

            Wait(timers.TimeToNext());
        }
    }

    /// <summary>Ends <see cref="Run"/> after the action that runs now.</summary>
    public void Stop()
    {
        stopped = true;
        Wake();
    }

    /// <summary>Waits for outside events, a <see cref="Wake"/>, or the time limit; <see cref="Timeout.InfiniteTimeSpan"/> for none.</summary>
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
            onError(e);
        }
    }

    private void RunPosted()
    {
        lock (gate)
        {
            if (posted.Count == 0) return;
            (posted, running) = (running, posted);
        }

        foreach (var action in running) Invoke(action);
        running.Clear();
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
