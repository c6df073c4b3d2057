using System.Runtime.InteropServices;

namespace Kubexit.Platform.Linux;

internal static unsafe partial class Libc
{
    /// <summary>128 bytes in glibc and musl alike.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct SignalSet
    {
        public fixed ulong Bits[16];

        public void Add(int signal) => Bits[(signal - 1) / 64] |= 1UL << ((signal - 1) % 64);

        public readonly bool Contains(int signal) => (Bits[(signal - 1) / 64] & (1UL << ((signal - 1) % 64))) != 0;
    }

    public const int SigBlock = 0, SigUnblock = 1, SigSetmask = 2;

    [LibraryImport(Library)]
    public static partial int pthread_sigmask(int how, SignalSet* set, SignalSet* old);

    /// <summary>Sets a disposition: 0 for the default one.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint signal(int signal, nint handler);

    public const int SfdCloexec = 0x80000, SfdNonblock = 0x800;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int signalfd(int fd, SignalSet* mask, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int kill(int pid, int signal);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int setpgid(int pid, int group);

    public const int PAll = 0, PPid = 1;
    public const int WNohang = 1, WStopped = 2, WExited = 4, WNowait = 0x01000000;
    public const int CldExited = 1, CldStopped = 5;

    /// <summary>The head of siginfo_t as waitid(2) fills it on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    public struct ChildStatus
    {
        public int Signal;
        public int Errno;
        public int Code;
        private readonly int padding;
        public int Pid;
        public uint Uid;
        public int Status;
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial int waitid(int idType, int id, ChildStatus* info, int options);

    public const short SpawnSetPgroup = 2, SpawnSetSigdef = 4, SpawnSetSigmask = 8;

    /// <summary>Room for posix_spawnattr_t (336 bytes in glibc and musl) and posix_spawn_file_actions_t (80).</summary>
    public const int SpawnAttributesSize = 512, SpawnFileActionsSize = 256;

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_destroy(byte* attributes);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setpgroup(byte* attributes, int group);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigmask(byte* attributes, SignalSet* mask);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigdefault(byte* attributes, SignalSet* signals);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addopen(byte* actions, int fd, byte* path, int flags, uint mode);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_adddup2(byte* actions, int fd, int newFd);

    /// <summary>glibc 2.29, musl 1.1.24.</summary>
    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addchdir_np(byte* actions, byte* path);

    /// <summary>glibc 2.35; missing in musl.</summary>
    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addtcsetpgrp_np(byte* actions, int fd);

    [LibraryImport(Library)]
    public static partial int posix_spawn(int* pid, byte* path, byte* actions, byte* attributes, byte** argv, byte** envp);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int execve(byte* path, byte** argv, byte** envp);

    public const nuint AtExecfn = 31;

    /// <summary>What the kernel told this process at its start; 0 when it did not.</summary>
    [LibraryImport(Library)]
    public static partial nuint getauxval(nuint type);

    public const nuint Tiocgwinsz = 0x5413;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int ioctl(int fd, nuint request, void* argument);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int tcgetpgrp(int fd);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int tcsetpgrp(int fd, int group);
}
