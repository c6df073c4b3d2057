using System.Text;
using Kubexit.Platform;

namespace Kubexit.Host;

/// <summary>
/// Writes lines to stderr on a thread of its own: a reader that has stopped reading must not hold up a signal, and one that has gone
/// away must not end us. Lines wait in a bounded queue; if it overflows, how many were lost is said in their place. Where no thread is to
/// be had, each line is written at once if there is room for it.
/// </summary>
internal sealed class StderrWriter : IDisposable
{
    private const int Capacity = 4096;
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Queue<byte[]> _lines = new();
    private Thread? _thread;
    private int _lost;
    private bool _isFailing;
    private bool _isThreadless;
    private bool _isEnding;

    public void Enqueue(byte[] line)
    {
        lock (_gate)
        {
            if (_lines.Count < Capacity) _lines.Enqueue(line);
            else _lost++;
            Monitor.Pulse(_gate);
            if (_isThreadless) WriteWhatFits();
        }
    }

    public void Start()
    {
        if (_thread is not null || _isThreadless) return;
        try
        {
            _thread = new Thread(WriteAll, maxStackSize: 128 * 1024) { IsBackground = true, Name = "kubexit log" };
            _thread.Start();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // The limit of processes or of memory: whoever has something to say writes it.
            lock (_gate)
            {
                (_thread, _isThreadless) = (null, true);
                WriteWhatFits();
            }
        }
    }

    /// <summary>Writes what is left, but never waits long for a reader that does not read.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isEnding = true;
            Monitor.Pulse(_gate);
        }

        Start();
        _thread?.Join(FlushLimit);
        if (!_isThreadless) return;
        for (var end = Environment.TickCount64 + (long)FlushLimit.TotalMilliseconds; _lines.Count > 0 && Environment.TickCount64 < end;)
        {
            if (StandardStream.Error.CanWrite(TimeSpan.FromMilliseconds(20))) WriteWhatFits();
        }
    }

    private void WriteWhatFits()
    {
        while (_lines.Count > 0 && StandardStream.Error.CanWrite(TimeSpan.Zero)) _ = TryWrite(_lines.Dequeue());
    }

    private void WriteAll()
    {
        while (Take(out var told) is { } line)
        {
            var isWritten = TryWrite(line);
            lock (_gate)
            {
                // The disk is full, or the reader has gone: the child goes on without us being heard. The next line tries again.
                _isFailing = !isWritten;
                if (isWritten) _lost -= told;
                else if (told == 0) _lost++;
            }
        }
    }

    // An exception here would end the process.
    private static bool TryWrite(byte[] line)
    {
        try
        {
            return StandardStream.Error.TryWrite(line);
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <param name="told">How many lost lines it tells of; zero when it is one itself.</param>
    private byte[]? Take(out int told)
    {
        lock (_gate)
        {
            while (_lines.Count == 0 && (_lost == 0 || _isFailing) && !_isEnding) Monitor.Wait(_gate);
            told = 0;
            if (_lines.TryDequeue(out var line)) return line;
            if (_lost == 0 || _isFailing) return null;
            told = _lost;
            return Encoding.UTF8.GetBytes($"kubexit: warning: {_lost} log lines were lost: stderr was too slow or failed\n");
        }
    }
}
