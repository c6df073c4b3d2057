using Microsoft.Win32.SafeHandles;

namespace Kubexit.Platform.Portable;

/// <summary>New files that every user may read, and that never go through a link.</summary>
internal static class PortableFile
{
    private const UnixFileMode ReadableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static void Create(string path, ReadOnlySpan<byte> content)
    {
        File.Delete(path);
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        SetReadableByAll(stream.SafeFileHandle);
        stream.Write(content);
    }

    /// <summary>Undoes what the umask took off.</summary>
    public static void SetReadableByAll(SafeFileHandle file)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, ReadableByAll);
    }
}
