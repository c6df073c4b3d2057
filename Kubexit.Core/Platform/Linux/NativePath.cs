using System.Text;

namespace Kubexit.Platform.Linux;

/// <summary>A path as libc wants it: UTF-8 with a NUL at its end.</summary>
internal static class NativePath
{
    public static byte[] Of(string path)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        Encoding.UTF8.GetBytes(path, bytes);
        return bytes;
    }
}
