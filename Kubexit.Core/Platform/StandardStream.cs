using Kubexit.Platform.Linux;
using Kubexit.Platform.Portable;

namespace Kubexit.Platform;

/// <summary>A standard stream of the process, without the weight of the console classes.</summary>
internal abstract class StandardStream
{
    public static StandardStream Output { get; } = Create(1);

    public static StandardStream Error { get; } = Create(2);

    /// <summary>Writes everything, waiting for a slow reader.</summary>
    /// <returns>Whether it was written: not when the reader has gone or the stream is closed.</returns>
    public abstract bool TryWrite(ReadOnlySpan<byte> bytes);

    /// <summary>Whether a short line can be written now, or within the limit, without waiting for its reader.</summary>
    public virtual bool CanWrite(TimeSpan limit) => true;

    private static StandardStream Create(int fd) =>
        OperatingSystem.IsLinux() ? new LinuxStandardStream(fd) : new PortableStandardStream(fd);
}
