using Kubexit.Configuration;
using Kubexit.Platform;

namespace Kubexit.Supervision;

/// <summary>Starts one child process, signals it, stops it with a grace period and tells how it ended.</summary>
/// <remarks>
/// Theory of operation. The child leads a process group of its own; it inherits stdin, stdout, stderr and the environment. Everything
/// happens in turn on one background thread that the process shares; methods may be called from any thread. When the child has ended,
/// what is left of its group is killed. Children of the process that this class has not started are never touched, nor are the
/// process's own signal handlers. On Linux the group dies with this process, however that ends. Cancelling a wait stops the waiting, never
/// the child. Dispose kills the group if it still runs.
/// </remarks>
public sealed class ChildSupervisor : IDisposable, IAsyncDisposable
{
    private readonly IEventLoop _loop;
    private readonly IChildLauncher _launcher;
    private readonly TaskCompletionSource<ChildExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IChildProcess? _child;
    private int _isStarted;
    private volatile bool _disposed;

    /// <summary>Creates a supervisor; nothing is started yet.</summary>
    /// <param name="timeProvider">The clock of grace periods; the system's by default.</param>
    public ChildSupervisor(TimeProvider? timeProvider = null)
        : this(ClockedLoop.Of(EventLoop.Shared, timeProvider))
    {
    }

    private ChildSupervisor(IEventLoop loop)
        : this(loop, PlatformServices.CreateChildLauncher(loop))
    {
    }

    internal ChildSupervisor(IEventLoop loop, IChildLauncher launcher) => (_loop, _launcher) = (loop, launcher);

    /// <summary>Completes when the child has ended; never before <see cref="StartAsync"/>.</summary>
    public Task<ChildExit> Exited => _exited.Task;

    /// <summary>The child's process id; 0 before it was started.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Starts the child.</summary>
    /// <param name="info">What to start.</param>
    /// <returns>A task that completes when the child runs.</returns>
    /// <exception cref="ArgumentException">The command is empty, or one of its words holds a NUL.</exception>
    /// <exception cref="ChildStartException">The command could not be started.</exception>
    /// <exception cref="InvalidOperationException">A supervisor starts one child; this one has been used.</exception>
    /// <exception cref="ObjectDisposedException">The supervisor has been disposed.</exception>
    public async Task StartAsync(ChildStartInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (info.Command.Count == 0) throw new ArgumentException("The command is empty.", nameof(info));
        if (info.Command.Any(word => word.Contains('\0'))) throw new ArgumentException("A word of the command contains a NUL "
            + "character.", nameof(info));
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Interlocked.Exchange(ref _isStarted, 1) != 0)
            throw new InvalidOperationException("This supervisor has been used. Create another one.");
        await InvokeAsync(() =>
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _child = _launcher.Start(info, _exited.SetResult);
            ProcessId = _child.Id;
        }).ConfigureAwait(false);
    }

    /// <summary>Sends a signal to the child; nothing happens when it does not run.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="group">Whether the whole process group gets it. <see langword="false"/> by default.</param>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is the default value, which is not a signal.</exception>
    /// <exception cref="ObjectDisposedException">The supervisor has been disposed.</exception>
    public void SendSignal(Signal signal, bool group = false)
    {
        var number = Limits.Signal(signal).Number;
        ObjectDisposedException.ThrowIf(_disposed, this);
        _loop.Post(() => _child?.Signal(number, group));
    }

    /// <summary>Asks the child to stop, and kills its process group when the grace period is over.</summary>
    /// <param name="gracePeriod">From the signal until the kill; zero kills at once.</param>
    /// <param name="signal">The signal that asks it to stop; <see cref="Signal.Term"/> by default.</param>
    /// <param name="cancellationToken">Ends the waiting. The child is killed at the end of the grace period all the same.</param>
    /// <returns>How the child ended.</returns>
    /// <exception cref="InvalidOperationException">No child has been started.</exception>
    /// <exception cref="ArgumentException"><paramref name="gracePeriod"/> is negative, or <paramref name="signal"/> is no
    /// signal.</exception>
    /// <exception cref="ObjectDisposedException">The supervisor has been disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled before the child ended.</exception>
    public async Task<ChildExit> StopAsync(TimeSpan gracePeriod, Signal? signal = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gracePeriod, TimeSpan.Zero);
        var stop = Limits.Signal(signal ?? Signal.Term);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_child is null && !_exited.Task.IsCompleted) throw new InvalidOperationException("No child has been started.");
        if (gracePeriod > TimeSpan.Zero) SendSignal(stop);
        var kill = _loop.Time.CreateTimer(_ => _child?.Kill(), null, gracePeriod, Timeout.InfiniteTimeSpan);
        _ = Exited.ContinueWith(
            _ => kill.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return await Exited.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for the child's end.</summary>
    /// <param name="cancellationToken">Ends the waiting; the child goes on.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="ObjectDisposedException">The supervisor has been disposed; <see cref="Exited"/> still completes.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled before the child ended.</exception>
    public Task<ChildExit> WaitForExitAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Exited.WaitAsync(cancellationToken);
    }

    /// <summary>Kills the process group if the child still runs.</summary>
    public void Dispose()
    {
        _disposed = true;
        _loop.Post(() => _child?.Kill());
    }

    /// <summary>Kills the process group if the child still runs, and waits for its end.</summary>
    /// <returns>A task that completes when nothing is left of it.</returns>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await InvokeAsync(static () => { }).ConfigureAwait(false);
        if (_child is not null) await Exited.ConfigureAwait(false);
    }

    private Task InvokeAsync(Action action)
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() =>
        {
            try
            {
                action();
                completion.SetResult();
            }
            catch (Exception e)
            {
                completion.SetException(e);
            }
        });
        return completion.Task;
    }
}
