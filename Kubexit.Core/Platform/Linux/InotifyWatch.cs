namespace Kubexit.Platform.Linux;

/// <summary>One inotify watch on a directory, read on the event loop.</summary>
internal sealed unsafe class InotifyWatch : IDisposable
{
    // A tombstone arrives by rename (ours) or by closing after a write (the original's); a lock is lost with a close. Opens, reads
    // and creations would only wake us.
    private const uint Mask = Libc.InCloseWrite | Libc.InMovedTo | Libc.InDelete | Libc.InDeleteSelf | Libc.InMoveSelf | Libc.InOnlydir;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(16 * 1024, pinned: true);
    private readonly IGraveyardEvents _events;
    private readonly Descriptor _inotify;
    private readonly IDisposable _registration;
    private readonly DirectoryPresence _presence;
    private bool _disposed;

    public InotifyWatch(PollEventLoop loop, string path, IGraveyardEvents events)
    {
        _events = events;
        _presence = new DirectoryPresence(path, loop.Time, events.Gone);
        _inotify = new Descriptor(Libc.inotify_init1(Libc.InCloexec | Libc.InNonblock));
        if (!_inotify.IsOpen)
        {
            _presence.Dispose();
            throw Failed(path, Libc.Errno);
        }

        fixed (byte* p = NativePath.Of(path))
        {
            if (Libc.inotify_add_watch(_inotify.Fd, p, Mask) < 0)
            {
                var errno = Libc.Errno;
                _presence.Dispose();
                _inotify.Dispose();
                throw Failed(path, errno);
            }
        }

        _registration = loop.Register(_inotify.Fd, OnReadable);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _presence.Dispose();
        _registration.Dispose();
        _inotify.Dispose();
    }

    // One buffer full each round: under a flood the loop still gets to its signals and timers.
    private bool OnReadable()
    {
        nint length;
        fixed (byte* p = _buffer) length = Libc.read(_inotify.Fd, p, _buffer.Length);
        if (length <= 0)
        {
            // Something has happened, and we are not told what.
            if (Libc.Errno is not (Libc.Eagain or Libc.Eintr)) _events.Lost();
            return length < 0 && Libc.Errno == Libc.Eintr;
        }

        for (var at = 0; at < length && !_disposed;)
        {
            fixed (byte* p = &_buffer[at])
            {
                var e = (Libc.InotifyEvent*)p;
                at += sizeof(Libc.InotifyEvent) + (int)e->NameLength;
                Dispatch(e->Mask, new ReadOnlySpan<byte>(e + 1, (int)e->NameLength).TrimEnd((byte)0));
            }
        }

        return true;
    }

    private void Dispatch(uint mask, ReadOnlySpan<byte> name)
    {
        if ((mask & (Libc.InDelete | Libc.InQOverflow)) != 0) _presence.CheckSoon();
        if ((mask & Libc.InQOverflow) != 0) _events.Lost();
        else if ((mask & (Libc.InDeleteSelf | Libc.InMoveSelf | Libc.InUnmount | Libc.InIgnored)) != 0) _events.Gone();
        else if (!name.IsEmpty) _events.Changed(name);
    }

    private static GraveyardException Failed(string path, int errno) => new(
        $"Cannot watch graveyard '{path}': {Libc.Describe(errno)}. " + (errno == Libc.Enospc
            ? "Raise fs.inotify.max_user_watches on the node."
            : "Check that it is a directory that this user may read; too many open watches need a higher fs.inotify.max_user_instances."));
}
