using Kubexit.Platform;

namespace Kubexit.Tests.Infrastructure;

/// <summary>A real event loop on a thread of its own; what its actions throw fails the test.</summary>
internal sealed class RunningLoop : IDisposable
{
    private readonly List<Exception> _errors = [];
    private readonly Thread _thread;

    public RunningLoop(Func<Action<Exception>, EventLoop>? create = null)
    {
        Loop = (create ?? PlatformServices.CreateEventLoop)(e =>
        {
            lock (_errors) _errors.Add(e);
        });
        _thread = new Thread(Loop.Run) { IsBackground = true, Name = "test loop" };
        _thread.Start();
    }

    public EventLoop Loop { get; }

    public IReadOnlyList<Exception> Errors
    {
        get { lock (_errors) return [.. _errors]; }
    }

    /// <summary>Runs a function on the loop.</summary>
    public async Task<T> Invoke<T>(Func<T> function)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Post(() =>
        {
            try
            {
                completion.SetResult(function());
            }
            catch (Exception e)
            {
                completion.SetException(e);
            }
        });
        return await completion.Task.WaitAsync(Limit.Generous);
    }

    public Task Invoke(Action action) => Invoke(() =>
    {
        action();
        return 0;
    });

    public void Dispose()
    {
        Loop.Stop();
        // Code that awaits a command continues on the loop.
        if (!Loop.IsCurrent) Assert.True(_thread.Join(Limit.Generous), "the loop does not stop");
        Assert.Empty(Errors);
    }
}
