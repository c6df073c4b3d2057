using System.Runtime.InteropServices;

namespace Kubexit.Platform.Linux;

/// <summary>A thread as the kernel counts it for the limits of processes: from its clone(2) until nobody can signal it any more.</summary>
internal static class KernelThread
{
    private static readonly bool IsX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>gettid(2), which a C library older than glibc 2.30 has no function for.</summary>
    public static int Current => (int)Libc.syscall(IsX64 ? 186 : 178, 0, 0);

    /// <summary>Waits until they count no more, but no longer than that.</summary>
    public static void WaitForEnd(ReadOnlySpan<int> threads, TimeSpan limit)
    {
        const int yields = 20;
        var end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        foreach (var thread in threads)
        {
            for (var i = 0; Exists(thread) && Environment.TickCount64 < end; i++)
            {
                if (i < yields) Thread.Yield();
                else Libc.Sleep(TimeSpan.FromMilliseconds(1));
            }
        }
    }

    // tgkill(2) with signal 0. A refusal counts as the end: the question cannot be asked.
    private static bool Exists(int thread) => Libc.syscall(IsX64 ? 234 : 131, Libc.getpid(), thread, 0) == 0;
}
