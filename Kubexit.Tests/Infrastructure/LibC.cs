using System.Runtime.InteropServices;

namespace Kubexit.Tests.Infrastructure;

/// <summary>
/// The libc calls that tests need and .NET does not have. Deliberately not the product's own: a test must not share its mistakes.
/// </summary>
internal static partial class LibC
{
    public const int OpenReadWrite = 2, CloseOnExec = 0x80000, NoControllingTerminal = 0x100;
    public const int SpawnSetSignalDefault = 0x04, SpawnSetSignalMask = 0x08, SpawnSetSession = 0x80;
    public const int SetPipeSize = 1031;
    public const int NewMountNamespace = 0x20000, NewPidNamespace = 0x20000000;
    public const nuint MountBind = 0x1000, MountRecursive = 0x4000, MountPrivate = 0x40000;
    public const nuint SetWindowSize = 0x5414;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int process, int signal);

    /// <summary>To one thread of a process.</summary>
    [LibraryImport("libc", EntryPoint = "tgkill", SetLastError = true)]
    public static partial int KillThread(int process, int thread, int signal);

    /// <summary>Sets a limit of another process.</summary>
    /// <param name="process">Whose limit it is.</param>
    /// <param name="resource">Which: 2 for data, 7 for open files, 9 for the address space.</param>
    /// <param name="limits">The soft one and the hard one.</param>
    /// <param name="old">May be 0.</param>
    [LibraryImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    public static partial int LimitResource(int process, int resource, ReadOnlySpan<ulong> limits, nint old);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitPid(int process, out int status, int options);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    public static unsafe partial int Pipe(int* descriptors, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int descriptor, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(string from, string to);

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFifo(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int namespaces);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Mount(string source, string target, string? type, nuint flags, string? options);

    [LibraryImport("libc", EntryPoint = "chmod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeMode(string path, uint mode);

    /// <summary>-1 leaves the user or the group as it is.</summary>
    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, int user, int group);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    public static partial int EnterNamespace(int descriptor, int kind);

    /// <summary>The processor time that the calling thread has used: what code costs, however busy the machine is.</summary>
    public static unsafe TimeSpan ThreadTime
    {
        get
        {
            const int threadClock = 3;
            var seconds = stackalloc long[2];
            return ReadClock(threadClock, seconds) == 0 ? TimeSpan.FromSeconds(seconds[0]) + TimeSpan.FromTicks(seconds[1] / 100)
                : throw new InvalidOperationException();
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static unsafe partial int ReadClock(int clock, long* time);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    public static partial int OpenTerminalMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    public static partial int GrantTerminal(int master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    public static partial int UnlockTerminal(int master);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    public static unsafe partial int TerminalName(int master, byte* name, nuint length);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static unsafe partial int DeviceControl(int descriptor, nuint request, ushort* argument);

    [LibraryImport("libc", EntryPoint = "posix_spawnp")]
    public static unsafe partial int Spawn(
        out int process, byte* file, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static unsafe partial int InitializeActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static unsafe partial int DestroyActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static unsafe partial int AddDuplicate(byte* actions, int descriptor, int newDescriptor);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen")]
    public static unsafe partial int AddOpen(byte* actions, int descriptor, byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static unsafe partial int InitializeAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    public static unsafe partial int DestroyAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static unsafe partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    public static unsafe partial int SetDefaultSignals(byte* attributes, byte* set);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    public static unsafe partial int SetSignalMask(byte* attributes, byte* set);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    public static unsafe partial int EmptySignalSet(byte* set);

    [LibraryImport("libc", EntryPoint = "sigaddset")]
    public static unsafe partial int AddSignal(byte* set, int signal);
}
