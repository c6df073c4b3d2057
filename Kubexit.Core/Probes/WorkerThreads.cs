using Kubexit.Platform;

namespace Kubexit.Probes;

/// <summary>
/// Work that needs the thread pool, from a place that must not fail with it. Where the limit of processes is reached (it is the pod's: a
/// neighbour can do that) a pool that cannot make a thread takes the whole process with it, so a few are asked for first.
/// </summary>
internal static class WorkerThreads
{
    /// <summary>Four workers, which a pool starts without asking whether it must, its own keeper, the timers' thread and the sockets'.</summary>
    private const int Needed = 7;

    /// <summary>It takes well below a millisecond, unless the pod has used up its share of the processors.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Runs <paramref name="work"/> on the pool, and waits for it as long as <paramref name="cancellationToken"/> lets it.
    /// </summary>
    /// <exception cref="IOException">No threads are to be had.</exception>
    public static Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        Require();
        return Task.Run(work, cancellationToken).WaitAsync(cancellationToken);
    }

    // What was tried must be free again, or the pool's own try is refused: a thread counts until the kernel has done with it.
    private static void Require()
    {
        var missing = Needed - ThreadPool.ThreadCount;
        if (missing <= 0 || Try(missing).All(IsGone)) return;
        throw new IOException("no thread can be started for it; raise the pod's limit of processes or memory");
    }

    /// <summary>Starts them all at once, and ends them.</summary>
    /// <returns>The system's names for them; <see langword="null"/> for one that was not to be had.</returns>
    private static int?[] Try(int count)
    {
        using var enough = new ManualResetEventSlim();
        var (started, names) = (new Thread?[count], new int?[count]);
        try
        {
            for (var i = 0; i < count; i++)
            {
                var index = i;
                var thread = new Thread(() => NameAndWait(index), maxStackSize: 64 * 1024) { IsBackground = true };
                thread.UnsafeStart();
                started[i] = thread;
            }
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // Those that are missing have no name.
        }
        finally
        {
            enough.Set();
            foreach (var thread in started) thread?.Join();
        }

        return names;

        void NameAndWait(int index)
        {
            names[index] = PlatformServices.CurrentThread;
            enough.Wait();
        }
    }

    private static bool IsGone(int? thread) => thread is { } name && PlatformServices.WaitForEnd(name, EndLimit);
}
