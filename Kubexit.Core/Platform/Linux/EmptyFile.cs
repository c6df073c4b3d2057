namespace Kubexit.Platform.Linux;

/// <summary>A regular file that exists and is empty: the only place where a message may be left.</summary>
internal static class EmptyFile
{
    /// <inheritdoc cref="PlatformServices.FillEmptyFile"/>
    public static void Fill(string path, ReadOnlySpan<byte> content)
    {
        using var file = Descriptor.Open(NativePath.Of(path), Libc.OWronly, out var errno);

        // Missing, a link, a directory, a FIFO or socket that nobody reads.
        if (errno is Libc.Enoent or Libc.Enotdir or Libc.Eloop or Libc.Eisdir or Libc.Enxio) return;
        if (errno == 0)
        {
            errno = Libc.Stat(file.Fd, out var status);
            if (errno == 0 && (!status.IsRegular || status.Size > 0)) return;
            if (errno == 0) errno = file.Write(content);
        }

        if (errno != 0) throw new IOException(Libc.Describe(errno));
    }
}
