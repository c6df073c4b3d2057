using System.Runtime.InteropServices;

namespace Kubexit.Platform.Linux;

/// <summary>
/// The lock that tells that somebody lives: an open-file-description lock for writing (fcntl(2), "Open file description locks") on a whole
/// file. It takes a descriptor that may write, so nobody who can only read the graveyard can hold one, and who asks for it takes nothing:
/// any number of readers neither hide a death nor block the next life.
/// </summary>
internal static unsafe class OwnerLock
{
    private const int GetLock = 36, SetLock = 37;
    private const short ForReading = 0, ForWriting = 1, None = 2;

    /// <returns>
    /// 0; EAGAIN when somebody else holds it, or a lock for reading, see <see cref="StateOf"/>; any other errno when there are no locks
    /// here.
    /// </returns>
    public static int TryTake(Descriptor file)
    {
        var range = new Range { Type = ForWriting };
        int errno;
        do errno = Libc.fcntl(file.Fd, SetLock, (nint)(&range)) == 0 ? 0 : Libc.Errno;
        while (errno == Libc.Eintr);
        return errno == Libc.Eacces ? Libc.Eagain : errno;
    }

    /// <summary>Asks without taking: what a lock for reading would meet.</summary>
    public static LockState StateOf(Descriptor file)
    {
        var range = new Range { Type = ForReading };
        while (Libc.fcntl(file.Fd, GetLock, (nint)(&range)) != 0)
        {
            if (Libc.Errno != Libc.Eintr) return LockState.Unknown;
        }

        return range.Type == None ? LockState.Free : LockState.Held;
    }

    // Unlocked, not only closed: a child that is being started this instant has a copy of the descriptor until its exec.
    public static void Release(Descriptor file)
    {
        var range = new Range { Type = None };
        _ = Libc.fcntl(file.Fd, SetLock, (nint)(&range));
    }

    /// <summary>struct flock of every 64-bit Linux. All zero but the type: the whole file, however long it is.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 32)]
    private struct Range
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Pid;
    }
}
