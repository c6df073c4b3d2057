namespace Kubexit.Platform.Linux;

/// <summary>
/// An <see cref="OwnerLock"/> on a file whose content is the holder's life id. The kernel releases it when the holder ends in any way.
/// </summary>
/// <remarks>
/// A lock file is made under a name of its own, locked, given its life, and only then renamed, so that one that is free always tells of a
/// life that ended, at whatever moment its maker was killed. Where the name is free the rename fails if another maker was quicker. What
/// stands there and is no lock of anybody's (a file that only readers lock, or that is not ours to write) changes names with it.
/// </remarks>
internal sealed unsafe class LinuxLifeLock : ILifeLock
{
    // A killed holder's lock goes an instant after the holder.
    private const int Attempts = 100;
    private const int AttemptPauseMilliseconds = 5;

    private readonly LifeFile _file;
    private readonly string _life;
    private bool _isDisposed;

    private LinuxLifeLock(LifeFile file, string life) => (_file, _life) = (file, life);

    public bool IsInPlace => _file.IsInPlace;

    public bool Mend() => _file.Mend(_life);

    /// <param name="path">The lock file.</param>
    /// <param name="newPath">Gives a name that nobody else uses, where a new one is made.</param>
    /// <param name="life">The life that takes it.</param>
    /// <returns>Null when another life holds it.</returns>
    public static ILifeLock? TryTake(string path, Func<string> newPath, string life)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (attempt > 0) _ = Libc.poll(null, 0, AttemptPauseMilliseconds);
            if (Try(path, newPath(), life) is { } taken) return taken;
        }

        return null;
    }

    /// <summary>Opened for reading only: closing it raises no close-write event in anybody's watch.</summary>
    public static LockProbe Probe(ReadOnlySpan<byte> path)
    {
        using var file = Descriptor.Open(path, Libc.ORdonly, out var errno);
        if (errno == Libc.Enoent) return new LockProbe(LockState.Absent, null);
        if (!file.IsOpen || Libc.Stat(file.Fd, out var status) != 0 || !status.IsRegular) return new LockProbe(LockState.Unknown, null);
        return new LockProbe(OwnerLock.StateOf(file), LifeFile.ReadLife(file, status));
    }

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _file.Release();
    }

    private static ILifeLock? Try(string path, string newPath, string life)
    {
        var file = LifeFile.Open(path, out var errno);
        if (file is null)
        {
            if (errno == Libc.Enoent) return Make(path, newPath, life, replaced: null);
            if (errno is not Libc.Eacces) throw Failed(path, Libc.Describe(errno));

            // Not ours to write: an earlier life's under another user, or a living one's. Whoever may read it can tell.
            if (Probe(NativePath.Of(path)).State == LockState.Held) return null;
            return Make(path, newPath, life, LifeFile.StatusOf(path));
        }

        if (!file.Status.IsRegular) return MoveAside(path, newPath, file);
        switch (errno = file.TryLock())
        {
            // With a second name it may be anybody's file: a neighbour has linked it, and what is written here would be written there.
            case 0 when file.Status.Links > 1:
                file.Release();
                return Make(path, newPath, life, file.Status);
            case 0 when file.IsInPlace:
                if (file.WriteLife(life) is > 0 and var failure) throw file.CloseFor(Failed(path, Libc.Describe(failure)));
                return new LinuxLifeLock(file, life);
            case 0:
                file.Release();
                return null;
            case Libc.Eagain:
                var isHeld = file.State == LockState.Held;
                file.Close();
                return isHeld ? null : Make(path, newPath, life, file.Status);
            default:
                var isTaken = file.State == LockState.Held;
                file.Close();
                return isTaken ? null : Without(path, errno);
        }
    }

    private static ILifeLock? Make(string path, string newPath, string life, FileStatus? replaced)
    {
        if (LifeFile.Create(newPath, out var errno) is not { } file) throw Failed(newPath, Libc.Describe(errno));
        errno = file.TryLock();
        if (errno is not 0 and not Libc.Eagain)
        {
            file.CloseAndDelete();
            return Without(path, errno);
        }

        // EAGAIN: a reader has been quick enough to lock what is not made yet. Another name, then.
        if (errno == 0) errno = file.WriteLife(life);
        if (errno == 0) errno = replaced is { } old ? file.Replace(path, old) : file.RenameToFree(path);
        if (errno == 0) return new LinuxLifeLock(file, life);
        file.CloseAndDelete();
        return errno is Libc.Eexist or Libc.Enoent or Libc.Eagain ? null : throw Failed(path, Libc.Describe(errno));
    }

    /// <summary>Something that is no file stands in the lock's place. Nobody lives by it, and nobody is kept from starting by it.</summary>
    private static ILifeLock? MoveAside(string path, string newPath, LifeFile file)
    {
        file.Close();
        fixed (byte* from = NativePath.Of(path))
        fixed (byte* to = NativePath.Of(newPath))
        {
            if (!file.Status.IsDirectory && Libc.unlink(from) == 0) return null;
            var errno = Libc.Rename(from, to);
            return errno == 0 ? null : throw Failed(path, $"{file.Status.Kind} is in its place and cannot be moved "
                + $"({Libc.Describe(errno)})");
        }
    }

    /// <summary>No locks on this file system, or none for us. A file that others could take for a free lock must not stand there.</summary>
    private static UnlockedLife Without(string path, int errno)
    {
        fixed (byte* p = NativePath.Of(path))
        {
            if (Libc.unlink(p) != 0 && Libc.Errno != Libc.Enoent) throw Failed(path, Libc.Describe(errno));
        }

        return new UnlockedLife($"Cannot lock '{path}': {Libc.Describe(errno)}.");
    }

    private static GraveyardException Failed(string path, string cause) =>
        new($"Cannot lock '{path}': {cause}. Make the graveyard writable for this user.");
}
