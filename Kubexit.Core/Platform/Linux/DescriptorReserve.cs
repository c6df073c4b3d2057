namespace Kubexit.Platform.Linux;

/// <summary>
/// One descriptor that is held for the moment in which none is to be had: by then a dependency's death must be read and our own be
/// recorded. It is the first one that our code opens, so that a limit that somebody lowers later leaves its number alone.
/// </summary>
internal static unsafe class DescriptorReserve
{
    private const int NotHeld = -1, Lent = -2;

    private static int _held = NotHeld;

    public static void Hold() => Renew(NotHeld);

    /// <summary>Makes room for one descriptor, unless the reserve is not held or somebody else has it.</summary>
    public static bool TryLend()
    {
        var fd = Volatile.Read(ref _held);
        if (fd < 0 || Interlocked.CompareExchange(ref _held, Lent, fd) != fd) return false;
        _ = Libc.close(fd);
        return true;
    }

    /// <summary>After a descriptor was closed.</summary>
    public static void TakeBack()
    {
        if (Volatile.Read(ref _held) == Lent) Renew(Lent);
    }

    private static void Renew(int before)
    {
        // A directory, which every root has; dup(2) would not do, for the machine counts open files and not their copies.
        int fd;
        fixed (byte* root = "/\0"u8) fd = Libc.open(root, Libc.ORdonly | Libc.OCloexec, 0);
        if (fd >= 0 && Interlocked.CompareExchange(ref _held, fd, before) != before) _ = Libc.close(fd);
    }
}
