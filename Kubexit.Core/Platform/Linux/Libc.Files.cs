using System.Runtime.InteropServices;

namespace Kubexit.Platform.Linux;

internal static unsafe partial class Libc
{
    public const int ORdonly = 0, OWronly = 1, ORdwr = 2, OCreat = 0x40, OExcl = 0x80, ONonblock = 0x800, OCloexec = 0x80000;

    /// <summary>Differs by architecture: 0x20000 on x86, 0x8000 on arm.</summary>
    public static readonly int ONofollow = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000
        : 0x20000;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int open(byte* path, int flags, uint mode);

    /// <summary>Stands for the current directory.</summary>
    public const int AtFdcwd = -100;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int openat(int directory, byte* path, int flags, uint mode);

    /// <summary>getdents64(2), for which musl and old glibc have no function.</summary>
    /// <returns>How much of the buffer is filled, 0 at the end; or a negative errno.</returns>
    public static int ReadDirectory(int fd, byte* buffer, int length)
    {
        var number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 217 : 61;
        nint read;
        do read = syscall(number, fd, (nint)buffer, length, 0, 0);
        while (read < 0 && Errno == Eintr);
        return read < 0 ? -Errno : (int)read;
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial int close(int fd);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint read(int fd, byte* buffer, nint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint write(int fd, byte* buffer, nint count);

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

    /// <returns>0, or the errno.</returns>
    public static int Rename(byte* from, byte* to)
    {
        while (rename(from, to) != 0)
        {
            if (Errno != Eintr) return Errno;
        }

        return 0;
    }

    [LibraryImport(Library, SetLastError = true)]
    private static partial int rename(byte* from, byte* to);

    /// <summary>Renames unless the new name is taken (EEXIST). EINVAL where the file system cannot do that.</summary>
    /// <returns>0, or the errno; see <see cref="CannotRenameSo"/>.</returns>
    public static int RenameToFreeName(byte* from, byte* to) => Rename(from, to, 1);

    /// <summary>Gives each of two files the other's name.</summary>
    /// <inheritdoc cref="RenameToFreeName"/>
    public static int ExchangeNames(byte* one, byte* other) => Rename(one, other, 2);

    /// <summary>Whether it is the special kind of renaming that failed, and a plain one may do.</summary>
    public static bool CannotRenameSo(int errno) => errno is Einval or Enomem || IsRefused(errno);

    // By number: musl and old glibc have no function for it.
    private static int Rename(byte* from, byte* to, int flags)
    {
        var number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 316 : 276;
        while (syscall(number, AtFdcwd, (nint)from, AtFdcwd, (nint)to, flags) != 0)
        {
            if (Errno != Eintr) return Errno;
        }

        return 0;
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial int unlink(byte* path);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int access(byte* path, int mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int dup(int fd);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int dup3(int fd, int newFd, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int pipe2(int* fds, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fcntl(int fd, int command, nint argument);

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
        return Stat(AtFdcwd, path, followLinks ? 0 : AtSymlinkNofollow, out status);
    }

    /// <summary>As <see cref="Stat(int, out FileStatus)"/>, by a name in an open directory, never through a link.</summary>
    public static int StatAt(int directory, byte* name, out FileStatus status) => Stat(directory, name, AtSymlinkNofollow, out status);

    private const int AtSymlinkNofollow = 0x100;

    /// <summary>As <see cref="Stat(int, out FileStatus)"/>, by a path with a NUL at its end, never through a link.</summary>
    public static int Stat(byte[] path, out FileStatus status)
    {
        fixed (byte* p = path) return Stat(p, followLinks: false, out status);
    }

    private static int Stat(int dirfd, byte* path, int flags, out FileStatus status)
    {
        const uint statxWanted = 0x1 | 0x2 | 0x4 | 0x80 | 0x100 | 0x200; // Type, mode, links, ctime, inode, size.
        var buffer = stackalloc byte[256];
        if (statx(dirfd, path, flags, statxWanted, buffer) != 0)
        {
            // libc falls back by itself on ENOSYS only; security profiles older than statx answer EPERM.
            if (Errno is Eperm or Enomem) return OldStat(dirfd, path, flags, out status);
            status = default;
            return Errno;
        }

        status = new FileStatus(
            Mode: *(ushort*)(buffer + 28),
            Links: *(uint*)(buffer + 16),
            Size: *(long*)(buffer + 40),
            Inode: *(ulong*)(buffer + 32),
            Device: *(ulong*)(buffer + 136),
            Changed: Nanoseconds(*(long*)(buffer + 96), *(uint*)(buffer + 104)));
        return 0;
    }

    /// <summary>newfstatat(2), whose structure is another one on x86-64 than on every younger architecture.</summary>
    private static int OldStat(int dirfd, byte* path, int flags, out FileStatus status)
    {
        var isX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        var buffer = stackalloc byte[256];
        status = default;
        if (syscall(isX64 ? 262 : 79, dirfd, (nint)path, (nint)buffer, flags, 0) != 0) return Errno;
        status = new FileStatus(
            Mode: (ushort)*(uint*)(buffer + (isX64 ? 24 : 16)),
            Links: *(uint*)(buffer + (isX64 ? 16 : 20)),
            Size: *(long*)(buffer + 48),
            Inode: *(ulong*)(buffer + 8),
            Device: *(ulong*)buffer,
            Changed: Nanoseconds(*(long*)(buffer + 104), *(long*)(buffer + 112)));
        return 0;
    }

    private static long Nanoseconds(long seconds, long nanoseconds) => seconds * 1_000_000_000 + nanoseconds;
}
