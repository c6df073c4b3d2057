using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Kubexit.Tests;

/// <summary>
/// The lines that a process has written to one descriptor so far. A thread of its own reads them: a process that writes much, or a
/// thread pool that is busy, must not hold up the process under test.
/// </summary>
internal sealed class LineLog
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly StringBuilder open = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LineLog(SafeFileHandle source) =>
        new Thread(() => Read(source)) { IsBackground = true, Name = "test output reader" }.Start();

    /// <summary>Completes when the last writer has closed the descriptor.</summary>
    public Task Ended => ended.Task;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (gate) return open.Length == 0 ? [.. lines] : [.. lines, open.ToString()];
        }
    }

    public string Text => string.Join('\n', Lines);

    public int Count(Predicate<string> predicate) => Lines.Count(line => predicate(line));

    private void Read(SafeFileHandle source)
    {
        var bytes = new byte[4096];
        using var stream = new FileStream(source, FileAccess.Read, bufferSize: 0, isAsync: false);
        try
        {
            while (stream.Read(bytes) is > 0 and var count) Append(Encoding.UTF8.GetString(bytes, 0, count));
        }
        catch (IOException)
        {
            // A pseudo-terminal reports EIO, not the end of the file, when its last process has gone.
        }

        ended.TrySetResult();
    }

    private void Append(string text)
    {
        lock (gate)
        {
            foreach (var character in text)
            {
                if (character == '\n')
                {
                    lines.Add(open.ToString().TrimEnd('\r'));
                    open.Clear();
                }
                else
                {
                    open.Append(character);
                }
            }
        }
    }
}
