using System.Text;

namespace Kubexit.Platform.Linux;

/// <summary>
/// A pipe whose writer is a child and whose reader turns bytes into lines. A line longer than the buffer comes in pieces.
/// </summary>
internal sealed unsafe class LinePipe : IDisposable
{
    // As much as a pipe can hold by default, and more; a grandchild that never stops writing must not keep the loop.
    private const int MaxLastReads = 64;

    private readonly byte[] _buffer = new byte[4096];
    private readonly Action<string> _onLine;
    private readonly Descriptor _readEnd;
    private readonly IDisposable _registration;
    private Descriptor _writeEnd;
    private int _length;
    private bool _ended;

    public LinePipe(PollEventLoop loop, Action<string> onLine)
    {
        _onLine = onLine;
        var ends = stackalloc int[2];
        if (Libc.pipe2(ends, Libc.OCloexec) != 0) throw ChildStartException.NoResources("pipe", Libc.Describe(Libc.Errno));
        (_readEnd, _writeEnd) = (new Descriptor(ends[0]), new Descriptor(ends[1]));
        Libc.SetNonblocking(ends[0]);
        _registration = loop.Register(ends[0], ReadSome);
    }

    public int WriteEnd => _writeEnd.Fd;

    public void CloseWriteEnd()
    {
        _writeEnd.Dispose();
        _writeEnd = new Descriptor(-1);
    }

    /// <summary>Takes what is still in the pipe, then closes it: a grandchild that keeps it open is not waited for.</summary>
    public void Dispose()
    {
        CloseWriteEnd();
        for (var reads = 0; reads < MaxLastReads && ReadSome() && !_ended; reads++)
        {
        }

        if (_length > 0) Emit(_length);
        _registration.Dispose();
        _readEnd.Dispose();
    }

    private bool ReadSome()
    {
        nint n;
        fixed (byte* p = _buffer) n = Libc.read(_readEnd.Fd, p + _length, _buffer.Length - _length);
        if (n <= 0)
        {
            // No writer is left: asking again would find the same at once, and for ever.
            if (n == 0) End();
            return n == 0;
        }

        _length += (int)n;
        for (int end; (end = _buffer.AsSpan(0, _length).IndexOf((byte)'\n')) >= 0;) Emit(end, andNewline: 1);
        if (_length == _buffer.Length) Emit(_length);
        return true;
    }

    private void End()
    {
        _ended = true;
        _registration.Dispose();
    }

    private void Emit(int length, int andNewline = 0)
    {
        var line = Encoding.UTF8.GetString(_buffer, 0, length).TrimEnd('\r');
        _buffer.AsSpan(length + andNewline, _length - length - andNewline).CopyTo(_buffer);
        _length -= length + andNewline;
        _onLine(line);
    }
}
