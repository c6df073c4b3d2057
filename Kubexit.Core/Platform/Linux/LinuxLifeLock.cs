using System.Text;
using Kubexit.Configuration;

namespace Kubexit.Platform.Linux;

/// <summary>A flock(2) on a file whose content is the holder's life id. The kernel releases it when the holder ends in any way.</summary>
internal sealed unsafe class LinuxLifeLock : ILifeLock
{
    private const int MaxLifeLength = 64;
    private const uint FileMode = 0x1A4; // 0644

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

    /// <param name="path">The lock file.</param>
    /// <param name="unnamedPath">Where the file stands until it is locked and names a life, so that a lock file that nobody holds always tells of a life that ended.</param>
    /// <param name="life">The life that takes it.</param>
    /// <returns>Null when another life holds it.</returns>
    public static LinuxLifeLock? TryTake(string path, string unnamedPath, string life)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (attempt > 0) _ = Libc.poll(null, 0, AttemptPauseMilliseconds);
            if (TakeExisting(path, life, out var exists) is { } taken) return taken;
            if (!exists && TakeNew(path, unnamedPath, life) is { } made) return made;
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
        var length = Math.Max(file.Read(content, status.Size), 0);
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

    private static LinuxLifeLock? TakeExisting(string path, string life, out bool exists)
    {
        var nativePath = NativePath.Of(path);
        var file = Descriptor.Open(nativePath, Libc.ORdwr, out var errno);
        exists = errno != Libc.Enoent;
        if (!exists) return null;
        if (!file.IsOpen) throw Failed(path, Libc.Describe(errno));
        return Lock(path, nativePath, file, life);
    }

    // Who holds the unnamed file is the only one that may make the lock file: no other can appear between the look and the rename.
    private static LinuxLifeLock? TakeNew(string path, string unnamedPath, string life)
    {
        byte[] nativePath = NativePath.Of(path), nativeUnnamed = NativePath.Of(unnamedPath);
        var file = Descriptor.Open(nativeUnnamed, Libc.ORdwr | Libc.OCreat, out var errno, FileMode);
        if (!file.IsOpen) throw Failed(unnamedPath, Libc.Describe(errno));
        if (Lock(unnamedPath, nativeUnnamed, file, life) is not { } unnamed) return null;
        fixed (byte* from = nativeUnnamed)
        fixed (byte* to = nativePath)
        {
            errno = Libc.Stat(to, followLinks: false, out _);
            if (errno == Libc.Enoent) errno = Libc.rename(from, to) == 0 ? 0 : Libc.Errno;
            else if (errno == 0) errno = Libc.Eexist;
            if (errno == 0) return new LinuxLifeLock(nativePath, file, unnamed._status);
            _ = Libc.unlink(from);
        }

        unnamed.Dispose();
        return errno == Libc.Eexist ? null : throw Failed(path, Libc.Describe(errno));
    }

    /// <summary>Takes the file over, closes it when that fails; null when somebody else holds it, or it has been replaced.</summary>
    private static LinuxLifeLock? Lock(string path, byte[] nativePath, Descriptor file, string life)
    {
        var isTaken = false;
        try
        {
            if (Libc.Stat(file.Fd, out var status) is > 0 and var failure) throw Failed(path, Libc.Describe(failure));
            if (!status.IsRegular) throw Failed(path, $"it is {status.Kind}");
            if (Libc.flock(file.Fd, Libc.LockEx | Libc.LockNb) != 0) return Libc.Errno is Libc.Eagain or Libc.Eintr ? null : throw Failed(path, Libc.Describe(Libc.Errno));

            // Others must be able to read it whatever our umask was; a file that an earlier life under another user made stays as it is.
            _ = Libc.fchmod(file.Fd, FileMode);
            var taken = new LinuxLifeLock(nativePath, file, status);
            if (!taken.IsInPlace) return null;
            if (taken.WriteLife(life) is > 0 and var errno) throw Failed(path, Libc.Describe(errno));
            isTaken = true;
            return taken;
        }
        finally
        {
            if (!isTaken) file.Dispose();
        }
    }

    /// <summary>Writes over the life before and never empties the file; 0 or the errno.</summary>
    private int WriteLife(string life)
    {
        var content = Encoding.UTF8.GetBytes(life + "\n");
        fixed (byte* p = content)
        {
            var written = Libc.pwrite(_file.Fd, p, content.Length, 0);
            if (written < 0) return Libc.Errno;
            if (written < content.Length) return Libc.Enospc;
            return Libc.ftruncate(_file.Fd, content.Length) == 0 ? 0 : Libc.Errno;
        }
    }

    private static GraveyardException Failed(string path, string cause) => new(
        $"Cannot lock '{path}': {cause}. Make the graveyard writable for this user, on a file system with locks.");
}
