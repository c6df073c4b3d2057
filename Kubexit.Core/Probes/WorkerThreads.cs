namespace Kubexit.Probes;

/// <summary>
/// Work that needs the thread pool, from a place that must not fail with it. Where the limit of processes is reached (it is the pod's: a
/// neighbour can do that) a pool that cannot make a thread takes the whole process with it, so a few are asked for first.
/// </summary>
internal static class WorkerThreads
{
    /// <summary>A request takes a worker, the pool's own keeper, the sockets' thread and a worker for what that finds.</summary>
    private const int Needed = 4;

    /// <summary>
    /// Runs <paramref name="work"/> on the pool, and waits for it as long as <paramref name="cancellationToken"/> lets it.
    /// </summary>
    /// <exception cref="IOException">No threads are to be had.</exception>
    public static Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        Require();
        return Task.Run(work, cancellationToken).WaitAsync(cancellationToken);
    }

    private static void Require()
    {
        if (ThreadPool.ThreadCount >= Needed) return;
        using var enough = new ManualResetEventSlim();
        var threads = new List<Thread>(Needed);
        try
        {
            for (var i = 0; i < Needed; i++)
            {
                var thread = new Thread(enough.Wait, maxStackSize: 64 * 1024) { IsBackground = true };
                thread.UnsafeStart();
                threads.Add(thread);
            }
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            throw new IOException("no thread can be started for it; raise the pod's limit of processes or memory");
        }
        finally
        {
            enough.Set();
            foreach (var thread in threads) thread.Join();
        }
    }
}
