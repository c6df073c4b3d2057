using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Kubexit.Platform.Linux;

/// <summary>
/// Looks at all files of a graveyard with as few system calls as it takes: one getdents64(2) for hundreds of names, files opened by their
/// names in the open directory, one statx(2) for what has not changed.
/// </summary>
internal sealed unsafe class LinuxGraveyardSweep(string path) : IGraveyardSweep
{
    private const int ListingSize = 32 * 1024;

    /// <summary>For the longest file name of Linux, 255 bytes, what makes it a lock's, and a NUL.</summary>
    private const int MaxFileName = 512;

    private readonly byte[] _path = NativePath.Of(path);
    private Descriptor _directory = new(-1);

    public bool Begin(FileNameVisitor visit)
    {
        _directory = Descriptor.OpenFolder(_path, out var errno);
        if (errno == Libc.Enoent) return false;
        if (!_directory.IsOpen) throw Failed(errno);
        var listing = stackalloc byte[ListingSize];
        int length;
        while ((length = Libc.ReadDirectory(_directory.Fd, listing, ListingSize)) > 0)
        {
            // struct linux_dirent64: inode 8, offset 8, length of the record 2, type 1, name with a NUL.
            const int lengthAt = 16, nameAt = 19;
            for (var at = 0; at < length;)
            {
                var record = new ReadOnlySpan<byte>(listing + at, length - at);
                record = record[..BinaryPrimitives.ReadUInt16LittleEndian(record[lengthAt..])];
                at += record.Length;
                var name = record[nameAt..];
                visit(name[..name.IndexOf((byte)0)]);
            }
        }

        // ENOENT: it was removed while it was open.
        if (length < 0 && -length != Libc.Enoent) throw Failed(-length);
        return true;
    }

    [SkipLocalsInit]
    public StoredFile Read(string name, Span<byte> buffer, out FileStamp stamp)
    {
        using var file = _directory.OpenAt(Tombstone(name, stackalloc byte[MaxFileName]), out var errno);
        var read = LinuxGraveyardStore.ReadOpened(file, errno, buffer, out var status);
        stamp = status.Stamp;
        return read;
    }

    [SkipLocalsInit]
    public LockProbe Probe(string name, string? likelyLife, out FileStamp stamp)
    {
        using var file = _directory.OpenAt(Lock(name, stackalloc byte[MaxFileName]), out var errno);
        var probe = LinuxLifeLock.ProbeOpened(file, errno, likelyLife, out var status);
        stamp = status.Stamp;
        return probe;
    }

    [SkipLocalsInit]
    public FileStamp StampOf(string name) => StampOf(Tombstone(name, stackalloc byte[MaxFileName]));

    [SkipLocalsInit]
    public FileStamp LockStampOf(string name) => StampOf(Lock(name, stackalloc byte[MaxFileName]));

    public void End()
    {
        _directory.Dispose();
        _directory = new Descriptor(-1);
    }

    private FileStamp StampOf(ReadOnlySpan<byte> fileName)
    {
        fixed (byte* p = fileName) return Libc.StatAt(_directory.Fd, p, out var status) == 0 ? status.Stamp : default;
    }

    private static ReadOnlySpan<byte> Tombstone(string name, Span<byte> buffer)
    {
        buffer[Encoding.UTF8.GetBytes(name, buffer)] = 0;
        return buffer;
    }

    private static ReadOnlySpan<byte> Lock(string name, Span<byte> buffer)
    {
        buffer[GraveyardFileNames.FormatLock(name, buffer)] = 0;
        return buffer;
    }

    private GraveyardException Failed(int errno) =>
        new($"Cannot read graveyard '{path}': {Libc.Describe(errno)}. Give this user the right to list it.");
}
