using System.Text;

namespace Kubexit.Platform.Linux;

/// <summary>An open lock file: what it is, what it says, and where it stands.</summary>
internal sealed unsafe class LifeFile
{
    private const int MaxLifeLength = 64;
    private const uint FileMode = 0x1A4; // 0644

    private readonly Descriptor _file;
    private byte[] _path;

    private LifeFile(Descriptor file, byte[] path, FileStatus status) => (_file, _path, Status) = (file, path, status);

    public FileStatus Status { get; }

    public bool IsInPlace => Libc.Stat(_path, out var now) == 0 && now.IsSameFileAs(Status);

    public LockState State => OwnerLock.StateOf(_file);

    /// <summary>Opens what stands there for writing; what is no regular file comes unopened, with its status.</summary>
    public static LifeFile? Open(string path, out int errno)
    {
        var native = NativePath.Of(path);
        var file = Descriptor.Open(native, Libc.ORdwr, out errno);
        FileStatus status = default;
        if (file.IsOpen) errno = Libc.Stat(file.Fd, out status);
        else if (errno is Libc.Eloop or Libc.Eisdir or Libc.Enxio) errno = Libc.Stat(native, out status);
        if (errno == 0) return new LifeFile(file, native, status);
        file.Dispose();
        return null;
    }

    public static LifeFile? Create(string path, out int errno)
    {
        var native = NativePath.Of(path);
        var file = Descriptor.Open(native, Libc.ORdwr | Libc.OCreat | Libc.OExcl, out errno, FileMode);
        if (errno != 0) return null;
        errno = Libc.Stat(file.Fd, out var status);
        if (errno == 0) return new LifeFile(file, native, status);
        file.Dispose();
        return null;
    }

    public static FileStatus StatusOf(string path) => Libc.Stat(NativePath.Of(path), out var status) == 0 ? status : default;

    /// <param name="file">The open file.</param>
    /// <param name="status">Its status.</param>
    /// <param name="likely">What is probably in it: used again if it is.</param>
    public static string? ReadLife(Descriptor file, in FileStatus status, string? likely = null)
    {
        Span<byte> content = stackalloc byte[MaxLifeLength];
        var length = Math.Max(file.Read(content, status.Size), 0);
        content = content[..length].TrimEnd("\n"u8);
        return content.IsEmpty ? null : Utf8Text.Is(content, likely) ? likely : Encoding.UTF8.GetString(content);
    }

    /// <inheritdoc cref="OwnerLock.TryTake"/>
    public int TryLock() => OwnerLock.TryTake(_file);

    /// <summary>Writes over the life before and never empties the file; 0 or the errno.</summary>
    public int WriteLife(string life)
    {
        // Others must be able to read it whatever our umask was; a file that an earlier life under another user made stays as it is.
        _ = Libc.fchmod(_file.Fd, FileMode);
        var content = Encoding.UTF8.GetBytes(life + "\n");
        var errno = _file.Write(content);
        if (errno != 0 || Status.Size <= content.Length) return errno;
        return Libc.ftruncate(_file.Fd, content.Length) == 0 ? 0 : Libc.Errno;
    }

    /// <summary>Lets everybody read it, where that can be had.</summary>
    /// <returns>Whether it names this life; where it did not, it is written anew.</returns>
    public bool Mend(string life)
    {
        if (Libc.Stat(_file.Fd, out var now) == 0 && now.Rights != FileMode) _ = Libc.fchmod(_file.Fd, FileMode);
        using (var reader = Descriptor.Open(_path, Libc.ORdonly, out var errno))
        {
            // What cannot be looked at just now may be as it was.
            if (errno is Libc.Emfile or Libc.Enfile or Libc.Enomem || (reader.IsOpen && ReadLife(reader, now) == life)) return true;
        }

        // Only into our own file, whatever stands at its name by now.
        using var writer = Descriptor.Open(_path, Libc.OWronly, out _);
        if (!writer.IsOpen || Libc.Stat(writer.Fd, out now) != 0 || !now.IsSameFileAs(Status)) return false;
        var content = Encoding.UTF8.GetBytes(life + "\n");
        if (writer.Write(content) == 0) _ = Libc.ftruncate(writer.Fd, content.Length);
        return false;
    }

    /// <returns>0; EEXIST when somebody was quicker; or another errno.</returns>
    public int RenameToFree(string path)
    {
        var target = NativePath.Of(path);
        fixed (byte* from = _path)
        fixed (byte* to = target)
        {
            var errno = Libc.RenameToFreeName(from, to);
            if (Libc.CannotRenameSo(errno))
            {
                // An instant in which two makers could miss each other; the one that is renamed over finds itself out of place later.
                errno = Libc.Stat(target, out _);
                if (errno == 0) return Libc.Eexist;
                if (errno == Libc.Enoent) errno = Libc.Rename(from, to);
            }

            if (errno == 0) _path = target;
            return errno;
        }
    }

    /// <summary>Takes the place of a file that nobody lives by, unless another one stands there by now.</summary>
    /// <returns>0; EAGAIN when another one does; or another errno.</returns>
    public int Replace(string path, in FileStatus old)
    {
        var target = NativePath.Of(path);
        fixed (byte* from = _path)
        fixed (byte* to = target)
        {
            var errno = Libc.ExchangeNames(from, to);
            if (Libc.CannotRenameSo(errno))
            {
                if (!IsFree(target, old)) return Libc.Eagain;
                errno = Libc.Rename(from, to);
            }
            else if (errno == 0 && IsFree(_path, old)) _ = Libc.unlink(from);
            else if (errno == 0) return Libc.ExchangeNames(from, to) is > 0 and var failure ? failure : Libc.Eagain;
            if (errno == 0) _path = target;
            return errno;
        }
    }

    public void Release()
    {
        OwnerLock.Release(_file);
        _file.Dispose();
    }

    public void Close() => _file.Dispose();

    public void CloseAndDelete()
    {
        fixed (byte* p = _path) _ = Libc.unlink(p);
        Release();
    }

    public Exception CloseFor(Exception e)
    {
        Release();
        return e;
    }

    private static bool IsFree(byte[] path, in FileStatus old)
    {
        using var file = Descriptor.Open(path, Libc.ORdonly, out _);
        return Libc.Stat(path, out var now) == 0 && now.IsSameFileAs(old) && (!file.IsOpen || OwnerLock.StateOf(file) != LockState.Held);
    }
}
