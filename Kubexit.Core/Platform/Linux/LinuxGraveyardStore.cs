using System.Text;

namespace Kubexit.Platform.Linux;

/// <summary>A graveyard on a Linux file system, by direct system calls.</summary>
/// <remarks>
/// Every path ends in one checked segment and is opened with O_NOFOLLOW, so nothing outside of the directory can be reached through
/// a link that a neighbour planted.
/// </remarks>
internal sealed unsafe class LinuxGraveyardStore(string path) : IGraveyardStore
{
    private const uint FileMode = 0x1A4; // 0644

    // Threads that write the same name would share one temporary file.
    private static readonly object WriteGate = new();

    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(path.EndsWith('/') ? path : path + "/");

    public string Path => path;

    public void EnsureExists() => LinuxDirectory.EnsureExists(path);

    public bool Exists => LinuxDirectory.Exists(path);

    public void ThrowIfImpossible() => LinuxDirectory.ThrowIfImpossible(path);

    public StoredFile Read(string name, Span<byte> buffer)
    {
        using var file = Descriptor.Open(PathOf(name, stackalloc byte[512]), Libc.ORdonly, out var errno);
        return ReadOpened(file, errno, buffer, out _);
    }

    /// <summary>Reads what an attempt to open has brought.</summary>
    public static StoredFile ReadOpened(Descriptor file, int errno, Span<byte> buffer, out FileStatus status)
    {
        status = default;
        if (errno == Libc.Enoent) return StoredFile.Missing;
        if (errno == Libc.Eloop) return StoredFile.Refused("it is a symbolic link");
        if (errno is Libc.Emfile or Libc.Enfile or Libc.Enomem) return StoredFile.Unavailable(Libc.Describe(errno));
        if (!file.IsOpen) return StoredFile.Refused(Libc.Describe(errno));
        if (Libc.Stat(file.Fd, out status) is > 0 and var failure) return StoredFile.Refused(Libc.Describe(failure));
        if (!status.IsRegular) return StoredFile.Refused($"it is {status.Kind}");

        // A file that the Go original rewrites in place grows between the two calls: the read decides, not the size.
        var length = file.Read(buffer, status.Size);
        if (length < 0)
        {
            // Its stamp must not be remembered: it is to be read again, though it does not change.
            status = default;
            return StoredFile.Refused(Libc.Describe(-length));
        }

        if (length < buffer.Length) return StoredFile.Found(length);
        return status.Size > StoredFile.MaxLength || buffer.Length > StoredFile.MaxLength
            ? StoredFile.TooLong(Math.Max(status.Size, length))
            : StoredFile.Longer(StoredFile.MaxLength + 1);
    }

    public void Write(string name, ReadOnlySpan<byte> content)
    {
        lock (WriteGate) Replace(name, content);
    }

    private void Replace(string name, ReadOnlySpan<byte> content)
    {
        var failure = TryReplace(name, GraveyardFileNames.Temporary(name), content);

        // Somebody keeps that name from us who cannot guess another one.
        if (failure == Libc.Eexist) failure = TryReplace(name, GraveyardFileNames.Temporary(name, Libc.RandomId()), content);

        // A directory is no tombstone, and nobody lives by it.
        if (failure == Libc.Eisdir && TryMove(name, GraveyardFileNames.Aside(name, Libc.RandomId())))
            failure = TryReplace(name, GraveyardFileNames.Temporary(name, Libc.RandomId()), content);
        if (failure != 0) throw WriteFailed(name, failure);
    }

    /// <returns>0, or the errno; EEXIST only when the temporary name is taken.</returns>
    private int TryReplace(string name, string temporaryName, ReadOnlySpan<byte> content)
    {
        var temporary = PathOf(temporaryName, stackalloc byte[512]);
        var failure = WriteNew(temporary, content);
        if (failure == Libc.Eexist) return failure;
        if (failure == 0)
        {
            fixed (byte* from = temporary)
            fixed (byte* to = PathOf(name, stackalloc byte[512])) failure = Libc.Rename(from, to);
        }

        if (failure != 0) Unlink(temporary);
        return failure;
    }

    private bool TryMove(string name, string newName)
    {
        fixed (byte* from = PathOf(name, stackalloc byte[512]))
        fixed (byte* to = PathOf(newName, stackalloc byte[512])) return Libc.Rename(from, to) == 0;
    }

    public IGraveyardSweep CreateSweep() => new LinuxGraveyardSweep(path);

    public ILifeLock? TryLock(string name, string life) =>
        LinuxLifeLock.TryTake(FullPath(GraveyardFileNames.Lock(name)), () => FullPath(GraveyardFileNames.NewLock(name, Libc.RandomId())),
            life);

    public LockProbe Probe(string name) => LinuxLifeLock.Probe(PathOf(GraveyardFileNames.Lock(name), stackalloc byte[512]));

    public IDisposable Watch(IEventLoop loop, IGraveyardEvents events) => new InotifyWatch((PollEventLoop)loop.Root, path, events);

    // Ours are the only writers of this name while we hold its lock, so what stands there is the rest of a killed one.
    private static int WriteNew(ReadOnlySpan<byte> path, ReadOnlySpan<byte> content)
    {
        const int flags = Libc.OWronly | Libc.OCreat | Libc.OExcl;
        var file = Descriptor.Open(path, flags, out var errno, FileMode);
        if (errno == Libc.Eexist)
        {
            Unlink(path);
            file = Descriptor.Open(path, flags, out errno, FileMode);
        }

        if (!file.IsOpen) return errno;
        // The umask has taken bits off; where that cannot be undone it is better read by some than by nobody.
        _ = Libc.fchmod(file.Fd, FileMode);
        errno = file.Write(content);

        // close reports what a network file system could not store; that the call itself is refused says nothing about the file.
        var closing = file.Close();
        return errno == 0 && closing is Libc.Eio or Libc.Enospc or Libc.Edquot ? closing : errno;
    }

    private static void Unlink(ReadOnlySpan<byte> path)
    {
        // A failure here shows in the call that needed the name to be free.
        fixed (byte* p = path) _ = Libc.unlink(p);
    }

    private GraveyardException WriteFailed(string name, int errno) => new(
        $"Cannot write tombstone '{FullPath(name)}': {Libc.Describe(errno)}. {Remedy(errno)}");

    private static string Remedy(int errno) => errno switch
    {
        Libc.Enospc => "Free space in the volume or raise its sizeLimit.",
        Libc.Enoent => "The graveyard was removed; mount or create it again.",
        Libc.Emfile or Libc.Enfile => "Raise the limit of open files.",
        _ => "Make the graveyard writable for this user, and remove whatever else has that name.",
    };

    private string FullPath(string name) => Encoding.UTF8.GetString(_prefix) + name;

    private ReadOnlySpan<byte> PathOf(string name, Span<byte> buffer)
    {
        var length = _prefix.Length + Encoding.UTF8.GetByteCount(name) + 1;
        if (length > buffer.Length) buffer = new byte[length];
        _prefix.CopyTo(buffer);
        Encoding.UTF8.GetBytes(name, buffer[_prefix.Length..]);
        buffer[length - 1] = 0;
        return buffer[..length];
    }
}
