using System.Text;

namespace Kubexit.Platform.Linux;

/// <summary>A flock(2) on a file whose content is the holder's life id. The kernel releases it when the holder ends in any way.</summary>
internal sealed unsafe class LinuxLifeLock : ILifeLock
{
    private const int MaxLifeLength = 64;

    // A watcher that probes holds the lock shared for microseconds, and a killed holder's lock goes an instant after the holder.
    private const int Attempts = 100;
    private const int AttemptPauseMilliseconds = 5;

    private readonly byte[] _path;
    private readonly Descriptor _file;
    private readonly FileStatus _status;
    private bool _isDisposed;

    private LinuxLifeLock(byte[] path, Descriptor file, FileStatus status)
    {
        _path = path;
        _file = file;
        _status = status;
    }

    public bool IsInPlace
    {
        get
        {
            fixed (byte* p = _path) return Libc.Stat(p, followLinks: false, out var now) == 0 && now.IsSameFileAs(_status);
        }
    }

    public static LinuxLifeLock? TryTake(string path, string life)
    {
        var nativePath = NativePath.Of(path);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (attempt > 0) _ = Libc.poll(null, 0, AttemptPauseMilliseconds);
            var file = Descriptor.Open(nativePath, Libc.ORdwr | Libc.OCreat, out var errno, 0x1A4);
            if (!file.IsOpen) throw Failed(path, Libc.Describe(errno));
            if (Take(path, nativePath, file) is { } held)
            {
                held.WriteLife(path, life);
                return held;
            }

            file.Dispose();
        }

        return null;
    }

    /// <summary>Opened for reading only: closing it raises no close-write event in anybody's watch.</summary>
    public static LockProbe Probe(ReadOnlySpan<byte> path)
    {
        using var file = Descriptor.Open(path, Libc.ORdonly, out var errno);
        if (errno == Libc.Enoent) return new LockProbe(LockState.Absent, null);
        if (!file.IsOpen || Libc.Stat(file.Fd, out var status) != 0 || !status.IsRegular) return new LockProbe(LockState.Unknown, null);

        LockState state;
        if (Libc.flock(file.Fd, Libc.LockSh | Libc.LockNb) == 0) state = LockState.Free;
        else state = Libc.Errno == Libc.Eagain ? LockState.Held : LockState.Unknown;

        Span<byte> content = stackalloc byte[MaxLifeLength];
        var length = Math.Max(file.Read(content), 0);
        var life = Encoding.UTF8.GetString(content[..length].TrimEnd("\n"u8));
        return new LockProbe(state, life.Length == 0 ? null : life);
    }

    // Unlocked, not only closed: a child that is being started this instant has a copy of the descriptor until its exec.
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _ = Libc.flock(_file.Fd, Libc.LockUn);
        _file.Dispose();
    }

    private static LinuxLifeLock? Take(string path, byte[] nativePath, Descriptor file)
    {
        if (Libc.Stat(file.Fd, out var status) != 0 || !status.IsRegular)
        {
            file.Dispose();
            throw Failed(path, status.Mode == 0 ? Libc.Describe(Libc.Errno) : $"it is {status.Kind}");
        }

        if (Libc.flock(file.Fd, Libc.LockEx | Libc.LockNb) != 0)
        {
            var errno = Libc.Errno;
            if (errno is Libc.Eagain or Libc.Eintr) return null;
            file.Dispose();
            throw Failed(path, Libc.Describe(errno));
        }

        // Others must be able to read it whatever our umask was; a file that an earlier life under another user made stays as it is.
        _ = Libc.fchmod(file.Fd, 0x1A4);
        var taken = new LinuxLifeLock(nativePath, file, status);
        return taken.IsInPlace ? taken : null;
    }

    private void WriteLife(string lockPath, string life)
    {
        var content = Encoding.UTF8.GetBytes(life + "\n");
        var errno = 0;
        fixed (byte* p = content)
        {
            // Written over the life before, and never emptied: only a file that nobody has locked yet is empty.
            if (Libc.pwrite(_file.Fd, p, content.Length, 0) != content.Length || Libc.ftruncate(_file.Fd, content.Length) != 0) errno = Libc.Errno;
        }

        if (errno == 0) return;
        _file.Dispose();
        throw Failed(lockPath, Libc.Describe(errno));
    }

    private static GraveyardException Failed(string path, string cause) => new(
        $"Cannot lock '{path}': {cause}. Make the graveyard writable for this user, on a file system with locks.");
}
