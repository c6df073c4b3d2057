namespace Kubexit.Platform.Linux;

/// <summary>
/// One descriptor that is held for the moment in which none is to be had: by then a dependency's death must be read and our own be
/// recorded. It is the first one that our code opens, so that a limit that somebody lowers later leaves its number alone.
/// </summary>
internal static unsafe class DescriptorReserve
{
    private const int NotHeld = -1, Lent = -2;

    private static int _held = NotHeld;

    /// <summary>
    /// An open file of its own, which every root has. A duplicate would not do: the machine counts open files and not their copies.
    /// </summary>
    public static void Hold()
    {
        int fd;
        fixed (byte* root = "/\0"u8) fd = Libc.open(root, Libc.ORdonly | Libc.OCloexec, 0);
        if (fd >= 0 && Interlocked.CompareExchange(ref _held, fd, Lent) != Lent
            && Interlocked.CompareExchange(ref _held, fd, NotHeld) != NotHeld)
            _ = Libc.close(fd);
    }

    /// <summary>Makes room for one descriptor, unless the reserve is not held or somebody else has it.</summary>
    public static bool TryLend()
    {
        var fd = Volatile.Read(ref _held);
        if (fd < 0 || Interlocked.CompareExchange(ref _held, Lent, fd) != fd) return false;
        _ = Libc.close(fd);
        return true;
    }

    /// <summary>
    /// Closes a descriptor, and has its number for the reserve if that is lent. In one step, by dup3(2): the threads of a request that
    /// fails for want of a descriptor would be quick to take it.
    /// </summary>
    public static bool TryTakeBack(int fd)
    {
        if (Volatile.Read(ref _held) != Lent || Libc.dup3(2, fd, Libc.OCloexec) < 0) return false;
        if (Interlocked.CompareExchange(ref _held, fd, Lent) != Lent) _ = Libc.close(fd);
        return true;
    }
}
