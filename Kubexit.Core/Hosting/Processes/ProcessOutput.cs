using System.Text;
using Kubexit.Platform;
using Microsoft.Extensions.Logging;

namespace Kubexit.Hosting;

/// <summary>What a process writes, on its way to the loggers.</summary>
/// <remarks>
/// Theory of operation. Lines are queued by whoever reads and logged, in order, by one thread of the pool that comes when there are lines
/// and goes when there are none: a slow logger holds up neither the event loop nor any other process. At <see cref="MaxLines"/> queued
/// lines the reading pauses until half of them are logged; what was in the pipe when the process ended is queued all the same.
/// </remarks>
internal sealed class ProcessOutput(ILogger logger) : IChildOutput
{
    public const int MaxLines = 256;

    private readonly object _gate = new();
    private readonly Queue<(string Line, bool IsError)> _lines = [];
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _flushed;
    private bool _isLogging;
    private bool _hasFailed;

    public bool Take(string line, bool isError)
    {
        lock (_gate)
        {
            _lines.Enqueue((line, isError));
            if (!_isLogging) ThreadPool.UnsafeQueueUserWorkItem(static output => output.LogAll(), this, preferLocal: false);
            _isLogging = true;
            return _lines.Count < MaxLines;
        }
    }

    public Task Room()
    {
        lock (_gate)
        {
            if (_lines.Count < MaxLines) return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Completes when everything that has been taken is logged.</summary>
    public Task Flushed()
    {
        lock (_gate)
        {
            if (!_isLogging) return Task.CompletedTask;
            _flushed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _flushed.Task;
        }
    }

    private void LogAll()
    {
        while (Next() is var (line, isError)) Log(PrintableText.Of(line), isError);
    }

    private (string Line, bool IsError)? Next()
    {
        lock (_gate)
        {
            if (_lines.Count <= MaxLines / 2) Complete(ref _room);
            if (_lines.TryDequeue(out var next)) return next;
            _isLogging = false;
            Complete(ref _flushed);
            return null;
        }
    }

    private static void Complete(ref TaskCompletionSource? waiting)
    {
        waiting?.SetResult();
        waiting = null;
    }

    private void Log(string line, bool isError)
    {
        try
        {
            if (isError) HostingLog.StandardError(logger, line);
            else HostingLog.StandardOutput(logger, line);
        }
        catch (Exception e)
        {
            // A logger that fails has nobody to tell it to; the process must not wait for ever because of it.
            if (_hasFailed) return;
            _hasFailed = true;
            StandardStream.Error.TryWrite(
                Encoding.UTF8.GetBytes($"kubexit: output of a process is lost, because a logger fails: {PrintableText.Of(e.Message)}\n"));
        }
    }
}
