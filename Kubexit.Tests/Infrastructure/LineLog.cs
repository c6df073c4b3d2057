using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Kubexit.Tests.Infrastructure;

/// <summary>
/// The lines that a process has written to one descriptor so far. A thread of its own reads them: a process that writes much, or a
/// thread pool that is busy, must not hold up the process under test.
/// </summary>
internal sealed class LineLog
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly StringBuilder _open = new();
    private volatile bool _isComplete;

    public LineLog(SafeFileHandle source) => new Thread(() => Read(source)) { IsBackground = true, Name = "test output reader" }.Start();

    /// <summary>Whether the last writer has closed the descriptor.</summary>
    public bool IsComplete => _isComplete;

    /// <summary>All lines; the last one may not be finished yet.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate) return _open.Length == 0 ? [.. _lines] : [.. _lines, _open.ToString()];
        }
    }

    public string Text => string.Join('\n', Lines);

    public int Count(string line) => Lines.Count(seen => seen == line);

    private void Read(SafeFileHandle source)
    {
        var bytes = new byte[4096];
        try
        {
            using var stream = new FileStream(source, FileAccess.Read, bufferSize: 0);
            while (stream.Read(bytes) is > 0 and var count) Append(Encoding.UTF8.GetString(bytes, 0, count));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A pseudo-terminal reports EIO, not the end of the file, when its last process has gone; or the test has closed it.
        }

        _isComplete = true;
    }

    private void Append(string text)
    {
        lock (_gate)
        {
            foreach (var character in text)
            {
                if (character != '\n')
                {
                    _open.Append(character);
                    continue;
                }

                _lines.Add(_open.ToString().TrimEnd('\r'));
                _open.Clear();
            }
        }
    }
}
