namespace Kubexit.Platform.Linux;

/// <summary>An open file descriptor that is closed once.</summary>
/// <remarks>Not a SafeHandle: these live on one thread or for one block, and the hot path opens one for every tombstone it reads.</remarks>
internal readonly unsafe struct Descriptor(int fd) : IDisposable
{
    public int Fd => fd;

    public bool IsOpen => fd >= 0;

    /// <summary>Opens a file; O_CLOEXEC, O_NOFOLLOW and O_NONBLOCK always, so that neither a link nor a FIFO can trick us.</summary>
    public static Descriptor Open(ReadOnlySpan<byte> path, int flags, out int errno, uint mode = 0) =>
        OpenAt(Libc.AtFdcwd, path, flags | Libc.ONofollow, out errno, mode);

    /// <summary>As <see cref="Open"/>, by a name in this directory.</summary>
    public Descriptor OpenAt(ReadOnlySpan<byte> name, out int errno) => OpenAt(fd, name, Libc.ORdonly | Libc.ONofollow, out errno, 0);

    /// <summary>Opens a directory to be read, through links.</summary>
    public static Descriptor OpenFolder(ReadOnlySpan<byte> path, out int errno) => OpenAt(Libc.AtFdcwd, path, Libc.ORdonly, out errno, 0);

    private static Descriptor OpenAt(int directory, ReadOnlySpan<byte> path, int flags, out int errno, uint mode)
    {
        fixed (byte* p = path)
        {
            var isLent = false;
            while (true)
            {
                var opened = Libc.openat(directory, p, flags | Libc.OCloexec | Libc.ONonblock, mode);
                errno = opened < 0 ? Libc.Errno : 0;
                if (errno == Libc.Eintr) continue;
                if (errno is Libc.Emfile or Libc.Enfile && !isLent && (isLent = DescriptorReserve.TryLend())) continue;

                // There was room for it, and it could not be opened all the same: the room must not stay open for others.
                if (errno != 0 && isLent) DescriptorReserve.Hold();
                return new Descriptor(opened);
            }
        }
    }

    /// <summary>Reads until the end or until the buffer is full; a negative errno on failure.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="size">What a regular file is known to hold: a read that brings as much and leaves room has met the end, no second one
    /// asks for it.</param>
    public int Read(Span<byte> buffer, long size = long.MaxValue)
    {
        var total = 0;
        fixed (byte* p = buffer)
        {
            while (total < buffer.Length)
            {
                var n = Libc.read(fd, p + total, buffer.Length - total);
                if (n == 0) break;
                if (n > 0) total += (int)n;
                else if (Libc.Errno != Libc.Eintr) return -Libc.Errno;
                if (total >= size) break;
            }
        }

        return total;
    }

    /// <summary>Writes everything; 0 or the errno.</summary>
    public int Write(ReadOnlySpan<byte> content) => Write(content, out _);

    /// <summary>As <see cref="Write(ReadOnlySpan{byte})"/>, telling how far it got.</summary>
    public int Write(ReadOnlySpan<byte> content, out int written)
    {
        written = 0;
        fixed (byte* p = content)
        {
            while (written < content.Length)
            {
                var n = Libc.write(fd, p + written, content.Length - written);
                if (n >= 0) written += (int)n;
                else if (Libc.Errno != Libc.Eintr) return Libc.Errno;
            }
        }

        return 0;
    }

    /// <summary>0 or the errno.</summary>
    public int Close()
    {
        if (DescriptorReserve.TryTakeBack(fd)) return 0;
        return Libc.close(fd) != 0 ? Libc.Errno : 0;
    }

    public void Dispose()
    {
        if (fd >= 0) _ = Close();
    }
}
