namespace Kubexit.Platform.Linux;

/// <summary>
/// The running program's own file, and copies of it: for images that have no cp. Needs nothing but the file: no /proc, no /tmp.
/// </summary>
internal static unsafe class ProgramFile
{
    private const string Name = "kubexit";
    private const uint Mode = 0x1ED; // 0755
    private const int BufferSize = 256 * 1024;
    private const int MaxTemporaries = 100;

    /// <inheritdoc cref="PlatformServices.InstallProgram"/>
    public static string Install(string destination)
    {
        using var source = OpenItself();
        return source.IsOpen
            ? Copy(source, destination)
            : throw new IOException(
                $"Cannot install '{destination}': this program cannot read its own file. Start it by its full path, or mount /proc.");
    }

    /// <inheritdoc cref="PlatformServices.IsProgram"/>
    public static bool IsItself(string path)
    {
        using var own = OpenItself();
        using var other = new Descriptor(OpenFollowing(NativePath.Of(path)));
        if (!own.IsOpen || !other.IsOpen || Libc.Stat(own.Fd, out var mine) != 0 || Libc.Stat(other.Fd, out var theirs) != 0) return false;
        return mine.IsSameFileAs(theirs) || (theirs.IsRegular && mine.Size == theirs.Size && HaveSameContent(own, other));
    }

    public static string Copy(Descriptor source, string destination)
    {
        var target = IsDirectory(destination) ? Path.Combine(destination, Name) : destination;
        Refuse(target);
        if (Libc.Stat(source.Fd, out var status) is > 0 and var unreadable) throw Failed(target, unreadable);
        var temporary = Create(target, out var file);
        var errno = Fill(file, source, status.Size);
        if (Libc.close(file.Fd) != 0 && errno == 0) errno = Libc.Errno;
        fixed (byte* from = NativePath.Of(temporary))
        fixed (byte* to = NativePath.Of(target))
        {
            if (errno == 0) errno = Libc.Rename(from, to);
            if (errno == 0) return target;
            _ = Libc.unlink(from);
        }

        throw Failed(target, errno);
    }

    /// <summary>Only a file, or a link, is replaced: never a directory, and never a device by the whim of root.</summary>
    private static void Refuse(string target)
    {
        fixed (byte* p = NativePath.Of(target))
        {
            if (Libc.Stat(p, followLinks: false, out var status) != 0 || status.IsRegular || status.IsLink) return;
            throw new IOException($"Cannot install '{target}': it is {status.Kind}. Give the name of a file, or of a directory to put "
                + $"'{Name}' into.");
        }
    }

    /// <summary>A new file beside the target. O_EXCL tells several installers apart: in pods each of them is process 1.</summary>
    private static string Create(string target, out Descriptor file)
    {
        var directory = Path.GetDirectoryName(target);
        for (var attempt = 0; ; attempt++)
        {
            var path = Path.Combine(string.IsNullOrEmpty(directory) ? "." : directory, $".{Name}.{attempt}.tmp");
            file = Descriptor.Open(NativePath.Of(path), Libc.OWronly | Libc.OCreat | Libc.OExcl, out var errno, Mode);
            if (file.IsOpen) return path;
            if (errno != Libc.Eexist || attempt == MaxTemporaries) throw Failed(target, errno);
        }
    }

    private static int Fill(Descriptor file, Descriptor source, long length)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
        var copied = 0L;
        while (true)
        {
            var n = source.Read(buffer);
            if (n < 0) return -n;
            if (file.Write(buffer.AsSpan(0, n)) is > 0 and var errno) return errno;
            copied += n;
            if (n < buffer.Length) break;
        }

        // Both are asked for an errno: a volume may find out late that it is full, and the umask has taken bits off the mode.
        if (copied != length) return Libc.Eio;
        return Libc.fchmod(file.Fd, Mode) != 0 || Libc.fsync(file.Fd) != 0 ? Libc.Errno : 0;
    }

    /// <summary>An image builder may have made two files of the two names of one.</summary>
    private static bool HaveSameContent(Descriptor one, Descriptor other)
    {
        var (first, second) = (new byte[BufferSize], new byte[BufferSize]);
        while (true)
        {
            var n = one.Read(first);
            if (n < 0 || other.Read(second) != n || !first.AsSpan(0, n).SequenceEqual(second.AsSpan(0, n))) return false;
            if (n < BufferSize) return true;
        }
    }

    /// <summary>Where there is no /proc, the kernel has left the path that this process was started by in the auxiliary vector.</summary>
    private static Descriptor OpenItself()
    {
        var fd = OpenFollowing("/proc/self/exe"u8);
        if (fd < 0 && (byte*)Libc.getauxval(Libc.AtExecfn) is var path && path is not null)
            fd = Libc.open(path, Libc.ORdonly | Libc.OCloexec, 0);
        return new Descriptor(fd);
    }

    private static bool IsDirectory(string path)
    {
        fixed (byte* p = NativePath.Of(path)) return Libc.Stat(p, followLinks: true, out var status) == 0 && status.IsDirectory;
    }

    private static int OpenFollowing(ReadOnlySpan<byte> path)
    {
        fixed (byte* p = path) return Libc.open(p, Libc.ORdonly | Libc.OCloexec, 0);
    }

    private static IOException Failed(string target, int errno) => new($"Cannot install '{target}': {Libc.Describe(errno)}. {errno switch
    {
        Libc.Enospc => "Free space in the volume or raise its sizeLimit.",
        Libc.Enoent or Libc.Enotdir => "Create the directory first, or mount a volume there.",
        Libc.Eexist => $"Remove the files '.{Name}.N.tmp' that killed installers have left beside it.",
        _ => "Give a place that this user may write to.",
    }}");
}
