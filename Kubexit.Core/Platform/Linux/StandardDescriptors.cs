namespace Kubexit.Platform.Linux;

/// <summary>
/// Our parent may have closed stdin, stdout or stderr. Then the next file that is opened, a lock or a tombstone, would take the
/// number, and log lines would be written into it.
/// </summary>
internal static unsafe class StandardDescriptors
{
    /// <summary>Puts something harmless in place of what is closed. The child still finds it closed.</summary>
    public static void Fill()
    {
        const int getDescriptorFlags = 1;
        for (var fd = 0; fd <= 2; fd++)
        {
            if (Libc.fcntl(fd, getDescriptorFlags, 0) >= 0 || Libc.Errno != Libc.Ebadf) continue;

            // A directory, which every root has: neither reading nor writing gets anywhere. The number given is the lowest free one: this.
            fixed (byte* root = "/\0"u8) _ = Libc.open(root, Libc.ORdonly | Libc.OCloexec, 0);
        }
    }
}
