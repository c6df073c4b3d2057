namespace Kubexit.Platform.Portable;

/// <summary>A standard stream through the console.</summary>
internal sealed class PortableStandardStream(int fd) : StandardStream
{
#pragma warning disable RS0030 // The one place outside of Linux that may touch the console.
    private readonly Stream _stream = fd == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();
#pragma warning restore RS0030

    public override bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
            _stream.Flush();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
