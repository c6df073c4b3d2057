namespace Kubexit.Platform.Portable;

/// <inheritdoc cref="Linux.EmptyFile"/>
internal static class PortableEmptyFile
{
    /// <inheritdoc cref="PlatformServices.FillEmptyFile"/>
    public static void Fill(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > 0 || file.LinkTarget is not null || (file.Attributes & FileAttributes.Device) != 0) return;
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            stream.Write(content);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
