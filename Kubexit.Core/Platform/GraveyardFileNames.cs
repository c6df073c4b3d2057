using System.Text;

namespace Kubexit.Platform;

/// <summary>The dot-files that stand beside a tombstone.</summary>
internal static class GraveyardFileNames
{
    private const string LockSuffix = ".alive";

    /// <summary>The lock of a name: <c>.NAME.alive</c>.</summary>
    public static string Lock(string name) => $".{name}{LockSuffix}";

    /// <summary>The same in UTF-8.</summary>
    /// <returns>Its length.</returns>
    public static int FormatLock(string name, Span<byte> buffer)
    {
        buffer[0] = (byte)'.';
        var length = 1 + Encoding.UTF8.GetBytes(name, buffer[1..]);
        return length + Encoding.UTF8.GetBytes(LockSuffix, buffer[length..]);
    }

    /// <summary>Where a lock is made until it names a life: <c>.NAME.XXXXXXXX.new</c>, which nobody can guess and take first.</summary>
    public static string NewLock(string name, string randomId) => $".{name}.{randomId.AsSpan(0, 8)}.new";

    /// <summary>Where a tombstone is written before it is renamed: <c>.NAME.tmp</c>.</summary>
    public static string Temporary(string name) => $".{name}.tmp";

    /// <summary>The same where a neighbour keeps that name from us: <c>.NAME.XXXXXXXX.tmp</c>.</summary>
    public static string Temporary(string name, string randomId) => $".{name}.{randomId.AsSpan(0, 8)}.tmp";

    /// <summary>Where something goes that stands in a tombstone's place and is none: <c>.NAME.XXXXXXXX.aside</c>.</summary>
    public static string Aside(string name, string randomId) => $".{name}.{randomId.AsSpan(0, 8)}.aside";

    /// <summary>The name whose tombstone or lock a file is; empty for any other dot-file.</summary>
    public static ReadOnlySpan<byte> OwnerOf(ReadOnlySpan<byte> fileName, out bool isLock)
    {
        isLock = false;
        if (fileName.IsEmpty || fileName[0] != (byte)'.') return fileName;
        isLock = fileName.EndsWith(".alive"u8) && fileName.Length > LockSuffix.Length + 1;
        return isLock ? fileName[1..^LockSuffix.Length] : default;
    }
}
