namespace Kubexit.Platform.Linux;

/// <summary>Reads a file of /proc, whose size is not known beforehand.</summary>
internal static class ProcFile
{
    /// <returns>The content; <see langword="null"/> when it cannot be read (an empty root has no /proc).</returns>
    public static byte[]? Read(ReadOnlySpan<byte> path)
    {
        using var file = Descriptor.Open([.. path, 0], Libc.ORdonly, out _);
        if (!file.IsOpen) return null;
        var buffer = new byte[4 * 1024];
        var length = 0;
        while (true)
        {
            var n = file.Read(buffer.AsSpan(length));
            if (n < 0) return null;
            length += n;
            if (length < buffer.Length) return buffer[..length];
            Array.Resize(ref buffer, buffer.Length * 4);
        }
    }

    public static List<byte[]> SplitAtNul(byte[] content)
    {
        var result = new List<byte[]>();
        var rest = content.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)0);
            if (end < 0) end = rest.Length;
            result.Add(rest[..end].ToArray());
            rest = rest[Math.Min(end + 1, rest.Length)..];
        }

        return result;
    }
}
