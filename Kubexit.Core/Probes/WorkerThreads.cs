using Kubexit.Platform;

namespace Kubexit.Probes;

/// <summary>
/// Work that needs the thread pool, from a place that must not fail with it. Where the limit of processes is reached (it is the pod's: a
/// neighbour can do that) a pool that cannot make a thread takes the whole process with it, so all that it may make are asked for first.
/// </summary>
internal static class WorkerThreads
{
    /// <summary>
    /// In the native file: four workers, which the pool starts without asking whether it must, its keeper, the timers' thread and the
    /// sockets'. An application's pool has more, and threads of its own to worry about.
    /// </summary>
    private const int Needed = 7;

    /// <summary>
    /// It takes well below a millisecond, unless the pod has used up its share of the processors. Then there is room for threads, most
    /// probably: going on is better than a request that is not made.
    /// </summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromMilliseconds(500);

    private static readonly object Gate = new();
    private static int _running;

    /// <summary>
    /// Runs <paramref name="work"/> on the pool, and waits for it as long as <paramref name="cancellationToken"/> lets it.
    /// </summary>
    /// <exception cref="IOException">No threads are to be had.</exception>
    public static Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        Admit();
        return Task.Run(CountedAsync).WaitAsync(cancellationToken);

        async Task<T> CountedAsync()
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                return await work().ConfigureAwait(false);
            }
            finally
            {
                lock (Gate) _running--;
            }
        }
    }

    // The pool is one: what was free for the first is enough for all that run beside it, and a trial would take it away from them.
    private static void Admit()
    {
        lock (Gate)
        {
            var missing = _running > 0 ? 0 : Needed - ThreadPool.ThreadCount;
            if (missing > 0) Try(missing);
            _running++;
        }
    }

    /// <summary>
    /// Starts them all at once, ends them, and waits until they are free again, or the pool's own try would be refused: a thread counts
    /// until the kernel has done with it.
    /// </summary>
    private static void Try(int count)
    {
        using var enough = new ManualResetEventSlim();
        var (started, names) = (new List<Thread>(count), new int[count]);
        try
        {
            for (var i = 0; i < count; i++)
            {
                var index = i;
                var thread = new Thread(() => NameAndWait(index), maxStackSize: 64 * 1024) { IsBackground = true };
                thread.UnsafeStart();
                started.Add(thread);
            }
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            throw new IOException("no thread can be started for it; raise the pod's limit of processes or memory");
        }
        finally
        {
            enough.Set();
            foreach (var thread in started) thread.Join();
        }

        PlatformServices.WaitForEnd(names, EndLimit);

        void NameAndWait(int index)
        {
            names[index] = PlatformServices.CurrentThread;
            enough.Wait();
        }
    }
}
