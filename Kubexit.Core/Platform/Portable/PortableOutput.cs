using System.Diagnostics;

namespace Kubexit.Platform.Portable;

/// <summary>Reads what a child writes, as long as there is room for its lines.</summary>
internal sealed class PortableOutput
{
    // A grandchild that keeps the streams open is not waited for.
    private static readonly TimeSpan AfterTheEnd = TimeSpan.FromSeconds(1);

    private readonly IChildOutput _output;

    /// <param name="process">Started, its streams redirected.</param>
    /// <param name="output">Takes the lines.</param>
    /// <param name="time">The clock.</param>
    public PortableOutput(Process process, IChildOutput output, TimeProvider time)
    {
        _output = output;
        process.StandardInput.Close();
        var read = Task.WhenAll(
            Read(process.StandardOutput.BaseStream, isError: false), Read(process.StandardError.BaseStream, isError: true));
        Completed = WaitAsync(process, read, time);
    }

    /// <summary>Completes when the child has ended and everything is read.</summary>
    public Task Completed { get; }

    private static async Task WaitAsync(Process process, Task read, TimeProvider time)
    {
        await process.WaitForExitAsync().ConfigureAwait(false);
        await Task.WhenAny(read, Task.Delay(AfterTheEnd, time)).ConfigureAwait(false);
    }

    private async Task Read(Stream stream, bool isError)
    {
        var hasRoom = true;
        var lines = new OutputLines(line => hasRoom = _output.Take(line, isError));
        try
        {
            for (int count; (count = await stream.ReadAsync(lines.Free).ConfigureAwait(false)) > 0;)
            {
                lines.Advance(count);
                if (!hasRoom) await _output.Room().ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process has been let go of: there is no more to read.
        }

        lines.Complete();
    }
}
