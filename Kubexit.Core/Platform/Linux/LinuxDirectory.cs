using Kubexit.Configuration;

namespace Kubexit.Platform.Linux;

/// <summary>Creates a graveyard's directory.</summary>
internal static unsafe class LinuxDirectory
{
    // Containers of one pod run under different users, whatever their umask: the graveyard is open to all, and sticky, as /tmp is,
    // so that none can replace another's tombstone. Parents only need to be passable.
    private const uint GraveyardMode = 0x3FF; // 01777
    private const uint ParentMode = 0x1ED; // 0755

    public static void EnsureExists(string path)
    {
        if (Exists(path)) return;
        var parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent)) Create(parent, ParentMode, path);
        Create(path, GraveyardMode, path);
    }

    /// <summary>Whether a directory may still come to be there, told by what stands there now.</summary>
    /// <exception cref="GraveyardException">It may not: something else stands there or on the way.</exception>
    public static void ThrowIfImpossible(string path)
    {
        fixed (byte* p = NativePath.Of(path))
        {
            var errno = Libc.Stat(p, followLinks: true, out var status);
            if (errno == Libc.Enoent || (errno == 0 && status.IsDirectory)) return;
            throw new GraveyardException(
                $"Cannot look into graveyard '{path}': {(errno == 0 ? "it is not a directory" : Libc.Describe(errno))}. "
                + $"Name another folder by {OptionNames.Word("GraveyardPath")}.");
        }
    }

    private static void Create(string path, uint mode, string graveyard)
    {
        if (Exists(path)) return;
        var parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent)) Create(parent, ParentMode, graveyard);
        fixed (byte* p = NativePath.Of(path))
        {
            if (Libc.mkdir(p, mode) == 0)
            {
                // mkdir(2) has taken the umask off. Only its creator may change the mode, and that is us.
                _ = Libc.chmod(p, mode);
                return;
            }
        }

        // A neighbour that starts in the same instant may have been faster.
        var errno = Libc.Errno;
        if (errno == Libc.Eexist && Exists(path)) return;
        throw new GraveyardException(
            $"Cannot create graveyard '{graveyard}': {path}: {Libc.Describe(errno)}. Mount a writable volume there or set "
                + $"{OptionNames.Word("GraveyardPath")}.");
    }

    public static bool Exists(string path)
    {
        fixed (byte* p = NativePath.Of(path)) return Libc.Stat(p, followLinks: true, out var status) == 0 && status.IsDirectory;
    }
}
