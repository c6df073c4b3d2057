using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Kubexit.Platform.Linux;

/// <summary>
/// Every libc call of the project, one partial file per area. Constants are those of Linux on x86-64 and arm64, glibc and musl;
/// opaque structures are given more room than any of them needs.
/// </summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    public const int Eperm = 1, Enoent = 2, Esrch = 3, Eintr = 4, Eio = 5, Enoexec = 8, Eagain = 11, Enomem = 12, Eacces = 13, Eexist = 17;
    public const int Enxio = 6, Ebadf = 9, Echild = 10, Enotdir = 20, Eisdir = 21, Einval = 22, Enfile = 23, Emfile = 24, Enospc = 28,
        Enosys = 38, Eloop = 40, Edquot = 122;

    /// <summary>
    /// Whether the call itself is refused: a kernel without it says ENOSYS, a security profile older than it usually EPERM.
    /// </summary>
    public static bool IsRefused(int errno) => errno is Enosys or Eperm;

    /// <summary>The errno of the last failed call.</summary>
    public static int Errno => Marshal.GetLastPInvokeError();

    /// <summary>The system's words for an errno.</summary>
    public static string Describe(int errno) => new Win32Exception(errno).Message;

    [LibraryImport(Library)]
    public static partial int getpid();

    [LibraryImport(Library)]
    public static partial int getsid(int pid);

    [LibraryImport(Library)]
    public static partial int getpgrp();

    [LibraryImport(Library)]
    public static partial int getpgid(int pid);

    [LibraryImport(Library)]
    public static partial int getppid();

    [LibraryImport(Library, SetLastError = true)]
    private static partial nint getrandom(byte* buffer, nint length, uint flags);

    /// <summary>Sixteen random bytes as hexadecimal digits.</summary>
    public static string RandomId()
    {
        const int length = 16;
        var bytes = stackalloc byte[length];

        // Up to 256 bytes come whole, and nothing interrupts them once the kernel has enough entropy.
        while (getrandom(bytes, length, 0) != length)
        {
            if (Errno == Eintr) continue;

            // Not to be guessed is one thing; unlike every other is what an id must be, and the clock and the process id are that.
            ((long*)bytes)[0] = TimeProvider.System.GetUtcNow().Ticks;
            ((long*)bytes)[1] = TimeProvider.System.GetTimestamp() * 0x100000 + getpid();
            break;
        }

        return Convert.ToHexString(new ReadOnlySpan<byte>(bytes, length)).ToLowerInvariant();
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial int prctl(int option, nuint arg2, nuint arg3, nuint arg4, nuint arg5);

    public const int PrSetChildSubreaper = 36;

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint syscall(nint number, nint arg1, nint arg2);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint syscall(nint number, nint arg1, nint arg2, nint arg3);

    [LibraryImport(Library, SetLastError = true)]
    private static partial nint syscall(nint number, nint arg1, nint arg2, nint arg3, nint arg4, nint arg5);

    /// <summary>The same number on every architecture: it is younger than their unification.</summary>
    public const int SysPidfdOpen = 434;
}
