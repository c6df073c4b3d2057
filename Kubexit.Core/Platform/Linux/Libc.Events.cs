using System.Runtime.InteropServices;

namespace Kubexit.Platform.Linux;

internal static unsafe partial class Libc
{
    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Fd;
        public short Events;
        public short Revents;
    }

    public const short PollIn = 1, PollOut = 4;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int poll(PollFd* fds, nuint count, int timeoutMilliseconds);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int nanosleep(long* time, long* rest);

    /// <summary>For the moments in which nothing better than waiting is to be had. An interrupted sleep is a shorter one.</summary>
    public static void Sleep(TimeSpan time)
    {
        var request = stackalloc long[2] { (long)time.TotalSeconds, time.Ticks % TimeSpan.TicksPerSecond * 100 };
        _ = nanosleep(request, null);
    }

    public const int EfdCloexec = 0x80000, EfdNonblock = 0x800;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int eventfd(uint initial, int flags);

    public const int InCloexec = 0x80000, InNonblock = 0x800;
    public const uint InCloseWrite = 0x8, InMovedTo = 0x80, InDelete = 0x200, InDeleteSelf = 0x400, InMoveSelf = 0x800;
    public const uint InUnmount = 0x2000, InQOverflow = 0x4000, InIgnored = 0x8000, InOnlydir = 0x01000000;

    /// <summary>The fixed head of an inotify event; <see cref="NameLength"/> bytes of NUL-padded name follow.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct InotifyEvent
    {
        public int Watch;
        public uint Mask;
        public uint Cookie;
        public uint NameLength;
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial int inotify_init1(int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int inotify_add_watch(int fd, byte* path, uint mask);
}
