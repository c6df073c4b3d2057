namespace Kubexit.Platform.Linux;

/// <summary>
/// Who has the terminal on stdin. As under tini, the child's process group is the foreground one, so Ctrl-C, Ctrl-Z and resizes reach
/// the child once and directly.
/// </summary>
internal static class Terminal
{
    public const int Fd = 0;

    /// <summary>Whether stdin is our controlling terminal and we are in its foreground.</summary>
    public static bool IsOurs => Libc.tcgetpgrp(Fd) is var group and > 0 && group == Libc.getpgrp();

    public static void HandTo(int group)
    {
        // The terminal may be gone by now (a closed ssh session); then nobody reads from it any more.
        _ = Libc.tcsetpgrp(Fd, group);

        // The child may have run into SIGTTIN before this call.
        _ = Libc.kill(-group, SignalName.Cont);
    }

    /// <summary>The size of the window behind a descriptor; <see langword="null"/> when it is no terminal.</summary>
    public static unsafe TerminalSize? SizeOf(int fd)
    {
        var size = stackalloc ushort[4];
        if (Libc.ioctl(fd, Libc.Tiocgwinsz, size) != 0) return null;

        // A serial line does not know how large its window is.
        return new TerminalSize(size[0] == 0 ? 24 : size[0], size[1] == 0 ? 80 : size[1]);
    }

    /// <summary>Takes the terminal back. SIGTTOU is blocked in the CLI; elsewhere nobody hands a terminal over.</summary>
    public static void Reclaim() => _ = Libc.tcsetpgrp(Fd, Libc.getpgrp());
}
