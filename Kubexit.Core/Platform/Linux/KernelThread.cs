using System.Runtime.InteropServices;

namespace Kubexit.Platform.Linux;

/// <summary>A thread as the kernel counts it for the limits of processes: from its clone(2) until nobody can signal it any more.</summary>
internal static class KernelThread
{
    private static readonly bool IsX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>gettid(2), which a C library older than glibc 2.30 has no function for.</summary>
    public static int Current => (int)Libc.syscall(IsX64 ? 186 : 178, 0, 0);

    /// <summary>Waits until it counts no more.</summary>
    /// <returns>Whether that came to be in time.</returns>
    public static bool WaitForEnd(int thread, TimeSpan limit)
    {
        for (var end = Environment.TickCount64 + (long)limit.TotalMilliseconds; Exists(thread); Libc.Sleep(TimeSpan.FromMilliseconds(1)))
        {
            if (Environment.TickCount64 >= end) return false;
        }

        return true;
    }

    // tgkill(2) with signal 0. A refusal counts as the end: the question cannot be asked.
    private static bool Exists(int thread) => Libc.syscall(IsX64 ? 234 : 131, Libc.getpid(), thread, 0) == 0;
}
