namespace Kubexit.Platform.Linux;

/// <summary>One output stream of a child: a pipe that is read as long as there is room for its lines. On the loop only.</summary>
internal sealed unsafe class OutputPipe : IDisposable
{
    // As large as the kernel makes a pipe for anybody by default. Who writes on after the end of its group would be read for ever.
    private const int MostAtTheEnd = 1024 * 1024;

    private readonly PollEventLoop _loop;
    private readonly IChildOutput _output;
    private readonly OutputLines _lines;
    private readonly Descriptor _readEnd;
    private Descriptor _writeEnd;
    private IDisposable? _registration;
    private bool _hasRoom = true;
    private bool _isOver;

    /// <exception cref="ChildStartException">There are no descriptors left.</exception>
    public OutputPipe(PollEventLoop loop, IChildOutput output, bool isError)
    {
        (_loop, _output) = (loop, output);
        _lines = new OutputLines(line => _hasRoom = output.Take(line, isError));
        var ends = stackalloc int[2];
        if (Libc.pipe2(ends, Libc.OCloexec) != 0) throw ChildStartException.NoResources("pipe", Libc.Describe(Libc.Errno));
        (_readEnd, _writeEnd) = (new Descriptor(ends[0]), new Descriptor(ends[1]));
        Libc.SetNonblocking(ends[0]);
    }

    public int WriteEnd => _writeEnd.Fd;

    /// <summary>The child has its end.</summary>
    public void Begin()
    {
        CloseWriteEnd();
        Listen();
    }

    /// <summary>The child has ended: takes what is still in the pipe. A grandchild that keeps it open is not waited for.</summary>
    public void Dispose()
    {
        if (_isOver) return;
        _isOver = true;
        _registration?.Dispose();
        for (var taken = 0; taken < MostAtTheEnd && Read() is > 0 and var count; taken += count)
        {
        }

        _lines.Complete();
        _readEnd.Dispose();
        CloseWriteEnd();
    }

    // Once: its number may be another's a moment later.
    private void CloseWriteEnd()
    {
        _writeEnd.Dispose();
        _writeEnd = new Descriptor(-1);
    }

    private void Listen() => _registration = _loop.Register(_readEnd.Fd, ReadSome);

    private bool ReadSome()
    {
        var count = Read();

        // No writer is left, or no reader has room: asking again would find the same at once, and for ever.
        if (count == 0) _registration!.Dispose();
        if (!_hasRoom) Pause();
        return count >= 0;
    }

    private void Pause()
    {
        _registration!.Dispose();
        _output.Room().ContinueWith(_ => _loop.Post(Resume), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private void Resume()
    {
        _hasRoom = true;
        if (!_isOver) Listen();
    }

    /// <returns>How much there was; 0 at the end, negative when there is nothing now.</returns>
    private int Read()
    {
        nint count;
        fixed (byte* free = _lines.Free.Span)
        {
            do count = Libc.read(_readEnd.Fd, free, _lines.Free.Length);
            while (count < 0 && Libc.Errno == Libc.Eintr);
        }

        if (count > 0) _lines.Advance((int)count);
        return (int)count;
    }
}
