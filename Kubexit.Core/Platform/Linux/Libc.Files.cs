using System.Runtime.InteropServices;

namespace Kubexit.Platform.Linux;

internal static unsafe partial class Libc
{
    public const int ORdonly = 0, OWronly = 1, ORdwr = 2, OCreat = 0x40, OExcl = 0x80, ONonblock = 0x800, OCloexec = 0x80000;

    /// <summary>Differs by architecture: 0x20000 on x86, 0x8000 on arm.</summary>
    public static readonly int ONofollow = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000;

    public const int LockSh = 1, LockEx = 2, LockNb = 4, LockUn = 8;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int open(byte* path, int flags, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int close(int fd);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint read(int fd, byte* buffer, nint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint write(int fd, byte* buffer, nint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint pwrite(int fd, byte* buffer, nint count, long offset);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int ftruncate(int fd, long length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fsync(int fd);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fchmod(int fd, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int chmod(byte* path, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int mkdir(byte* path, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int rename(byte* from, byte* to);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int unlink(byte* path);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int access(byte* path, int mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int flock(int fd, int operation);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int pipe2(int* fds, int flags);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int fcntl(int fd, int command, nint argument);

    /// <summary>Makes reads of an empty pipe return at once. Cannot fail on a descriptor that is open.</summary>
    public static void SetNonblocking(int fd)
    {
        const int getFlags = 3, setFlags = 4;
        _ = fcntl(fd, setFlags, fcntl(fd, getFlags, 0) | ONonblock);
    }

    [LibraryImport(Library, SetLastError = true)]
    private static partial int statx(int dirfd, byte* path, int flags, uint mask, byte* buffer);

    /// <summary>What the project needs of a file's status. statx(2) because its structure is the same everywhere.</summary>
    /// <returns>0, or the errno.</returns>
    public static int Stat(int fd, out FileStatus status)
    {
        const int atEmptyPath = 0x1000;
        byte empty = 0;
        return Stat(fd, &empty, atEmptyPath, out status);
    }

    /// <summary>As <see cref="Stat(int, out FileStatus)"/>, by path.</summary>
    public static int Stat(byte* path, bool followLinks, out FileStatus status)
    {
        const int atFdcwd = -100, atSymlinkNofollow = 0x100;
        return Stat(atFdcwd, path, followLinks ? 0 : atSymlinkNofollow, out status);
    }

    private static int Stat(int dirfd, byte* path, int flags, out FileStatus status)
    {
        const uint statxTypeModeInoSize = 0x1 | 0x2 | 0x100 | 0x200;
        var buffer = stackalloc byte[256];
        if (statx(dirfd, path, flags, statxTypeModeInoSize, buffer) != 0)
        {
            status = default;
            return Errno;
        }

        status = new FileStatus(
            Mode: *(ushort*)(buffer + 28),
            Size: *(long*)(buffer + 40),
            Inode: *(ulong*)(buffer + 32),
            Device: *(ulong*)(buffer + 136));
        return 0;
    }
}
