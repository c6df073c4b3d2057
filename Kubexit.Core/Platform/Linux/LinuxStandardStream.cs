namespace Kubexit.Platform.Linux;

/// <summary>write(2). SIGPIPE is blocked or ignored, so a reader that has gone is an errno.</summary>
internal sealed unsafe class LinuxStandardStream(int fd) : StandardStream
{
    // A pipe that can be written to takes a page at least (pipe(7), PIPE_BUF).
    public override bool CanWrite(TimeSpan limit)
    {
        var poll = new Libc.PollFd { Fd = fd, Events = Libc.PollOut };
        return Libc.poll(&poll, 1, (int)limit.TotalMilliseconds) != 0;
    }

    public override bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var errno = new Descriptor(fd).Write(bytes, out var written);
            if (errno != Libc.Eagain) return errno == 0;

            // Somebody who shares the stream has made it non-blocking.
            bytes = bytes[written..];
            var poll = new Libc.PollFd { Fd = fd, Events = Libc.PollOut };
            _ = Libc.poll(&poll, 1, -1);
        }
    }
}
