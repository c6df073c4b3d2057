namespace Kubexit.Platform.Linux;

/// <summary>One inotify watch on a directory, read on the event loop.</summary>
internal sealed unsafe class InotifyWatch : IDisposable
{
    // A tombstone arrives by rename (ours) or by closing after a write (the original's); a lock is lost with a close. Opens, reads
    // and creations would only wake us.
    private const uint Mask = Libc.InCloseWrite | Libc.InMovedTo | Libc.InDelete | Libc.InDeleteSelf | Libc.InMoveSelf | Libc.InOnlydir;

    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(16 * 1024, pinned: true);
    private readonly IGraveyardEvents events;
    private readonly Descriptor inotify;
    private readonly IDisposable registration;
    private bool disposed;

    public InotifyWatch(PollEventLoop loop, string path, IGraveyardEvents events)
    {
        this.events = events;
        inotify = new Descriptor(Libc.inotify_init1(Libc.InCloexec | Libc.InNonblock));
        if (!inotify.IsOpen) throw Failed(path, Libc.Errno);
        fixed (byte* p = NativePath.Of(path))
        {
            if (Libc.inotify_add_watch(inotify.Fd, p, Mask) < 0)
            {
                var errno = Libc.Errno;
                inotify.Dispose();
                throw Failed(path, errno);
            }
        }

        registration = loop.Register(inotify.Fd, OnReadable);
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        registration.Dispose();
        inotify.Dispose();
    }

    // One buffer full each round: under a flood the loop still gets to its signals and timers.
    private void OnReadable()
    {
        nint length;
        fixed (byte* p = buffer) length = Libc.read(inotify.Fd, p, buffer.Length);
        if (length <= 0) return;

        for (var at = 0; at < length && !disposed;)
        {
            fixed (byte* p = &buffer[at])
            {
                var e = (Libc.InotifyEvent*)p;
                at += sizeof(Libc.InotifyEvent) + (int)e->NameLength;
                Dispatch(e->Mask, new ReadOnlySpan<byte>(e + 1, (int)e->NameLength).TrimEnd((byte)0));
            }
        }
    }

    private void Dispatch(uint mask, ReadOnlySpan<byte> name)
    {
        if ((mask & Libc.InQOverflow) != 0) events.Lost();
        else if ((mask & (Libc.InDeleteSelf | Libc.InMoveSelf | Libc.InUnmount | Libc.InIgnored)) != 0) events.Gone();
        else if (!name.IsEmpty) events.Changed(name);
    }

    private static GraveyardException Failed(string path, int errno) => new(
        $"Cannot watch graveyard '{path}': {Libc.Describe(errno)}. " + (errno == Libc.Enospc
            ? "Raise fs.inotify.max_user_watches on the node."
            : "Check that it is a directory that this user may read; too many open watches need a higher fs.inotify.max_user_instances."));
}
