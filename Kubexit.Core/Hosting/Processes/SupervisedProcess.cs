using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Kubexit.Configuration;
using Kubexit.Coordination;
using Microsoft.Extensions.Logging;

namespace Kubexit.Hosting;

/// <summary>One helper process of an application through all its lives.</summary>
/// <remarks>
/// Theory of operation. <see cref="LiveAsync"/> leads from life to life, one at a time; between two it waits for the restart delay. What
/// others ask for is noted under the gate and ends what it waits for: a life by a stop, a delay by cancelling it. The last wish counts.
/// </remarks>
internal sealed class SupervisedProcess : ISupervisedProcess
{
    private readonly SupervisedProcessOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly TimeProvider? _time;
    private readonly RestartSchedule _schedule;
    private readonly object _gate = new();
    private readonly List<Channel<CoordinatorResult>> _watchers = [];
    private readonly TaskCompletionSource _born = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<ProcessLife?> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _over = new();
    private ProcessLife? _life;
    private CancellationTokenSource? _delay;
    private Task<CoordinatorResult>? _lives;
    private bool _isStopWanted;
    private bool _isRestartWanted;
    private bool _isClosed;

    public SupervisedProcess(string name, SupervisedProcessOptions options, ILoggerFactory loggerFactory, TimeProvider? time)
    {
        (Name, _options, _time) = (name, options, time);
        _loggers = new NamedLoggerFactory(loggerFactory, name);
        _logger = loggerFactory.CreateLogger("Kubexit");
        _schedule = new RestartSchedule(options);
        _over.SetResult();
    }

    public string Name { get; }

    public SupervisedProcessOptions Options => _options;

    /// <summary>Told on an end that nobody has asked for and that no restart follows.</summary>
    public Action<SupervisedProcess, CoordinatorResult>? OnEnded { get; set; }

    /// <summary>Whether the host is still starting: what cannot be started then is not tried again, so that the start fails.</summary>
    public bool IsHostStarting { get; set; } = true;

    /// <summary>Completes when the process was born for the first time.</summary>
    public Task Born => _born.Task;

    /// <summary>Completes when the process was ready for the first time.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes when no life runs and none follows by itself. Not before it was started.</summary>
    public Task<CoordinatorResult> Ended
    {
        get
        {
            lock (_gate) return _lives!;
        }
    }

    public bool IsStarted
    {
        get
        {
            lock (_gate) return _lives is not null;
        }
    }

    public CoordinatorResult? LastExit { get; private set; }

    public int? ProcessId => _life?.ProcessId;

    public SupervisedProcessState State
    {
        get
        {
            lock (_gate)
            {
                if (_life is { } life) return life.State;
                if (_lives is null) return SupervisedProcessState.Waiting;
                return _delay is null || _isStopWanted ? SupervisedProcessState.Ended : SupervisedProcessState.Restarting;
            }
        }
    }

    /// <summary>Begins the first life.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _lives = LiveAsync(Begin());
        }
    }

    /// <summary>The host stops: no life follows.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            EndCurrent(isRestart: false);
        }
    }

    /// <summary>Nothing more will happen.</summary>
    public void EndWatching()
    {
        lock (_gate)
        {
            foreach (var watcher in _watchers) watcher.Writer.TryComplete();
        }
    }

    public void Kill(string reason) => _life?.Kill(reason);

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        Task over;
        lock (_gate)
        {
            over = _over.Task;
            EndCurrent(isRestart: false);
        }

        await over.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        Task<ProcessLife?> next;
        lock (_gate)
        {
            if (_isClosed || _lives is null)
                throw new InvalidOperationException(
                    $"Cannot restart process '{Name}': its host {(_isClosed ? "stops" : "has not started it yet")}.");
            next = _next.Task;
            _schedule.Reset();
            if (_life is null && _delay is null) _lives = LiveAsync(Begin());
            else EndCurrent(isRestart: true);
        }

        // None: it was stopped again before it could begin.
        if (await next.WaitAsync(cancellationToken).ConfigureAwait(false) is not { } life) throw new NotStartedException(LastExit!);
        await Task.WhenAny(life.Ready, life.Ended).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!life.Ready.IsCompleted) throw new NotStartedException(await life.Ended.ConfigureAwait(false));
    }

    public async IAsyncEnumerable<CoordinatorResult> WatchExitsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<CoordinatorResult>();
        lock (_gate) _watchers.Add(channel);
        try
        {
            await foreach (var exit in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return exit;
        }
        finally
        {
            lock (_gate) _watchers.Remove(channel);
        }
    }

    // Under the gate.
    private void EndCurrent(bool isRestart)
    {
        (_isStopWanted, _isRestartWanted) = (!isRestart, isRestart);
        _life?.RequestStop();
        _ = _delay?.CancelAsync(); // Not here: what waits for it wants the gate too.
    }

    // Under the gate.
    private ProcessLife Begin()
    {
        var life = new ProcessLife(_options, _loggers, _time);
        (_life, _isStopWanted, _isRestartWanted) = (life, false, false);
        _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Forward(life.Born, _born);
        Forward(life.Ready, _ready);
        Announce(life);
        return life;
    }

    // Under the gate.
    private void Announce(ProcessLife? life)
    {
        var next = _next;
        _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        next.SetResult(life);
    }

    private static void Forward(Task task, TaskCompletionSource first) =>
        task.ContinueWith(
            _ => first.TrySetResult(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task<CoordinatorResult> LiveAsync(ProcessLife first)
    {
        for (var life = first; ;)
        {
            var result = await life.Ended.ConfigureAwait(false);
            var (next, delay, isByItself) = Over(life, result);
            if (delay is { } wait) next = await DelayAsync(wait, result).ConfigureAwait(false);
            if (next is null)
            {
                if (isByItself) OnEnded?.Invoke(this, result);
                return result;
            }

            life = next;
        }
    }

    /// <summary>
    /// A life is over: what follows is decided in the same turn, so that a later wish finds either a life, a delay or an end.
    /// </summary>
    private (ProcessLife? Next, TimeSpan? Delay, bool IsByItself) Over(ProcessLife life, CoordinatorResult result)
    {
        lock (_gate)
        {
            _life = null;
            LastExit = result;
            _over.SetResult();
            foreach (var watcher in _watchers) watcher.Writer.TryWrite(result);
            if (_isClosed || _isStopWanted) return (Nobody(), null, false);
            if (_isRestartWanted) return (Begin(), null, false);
            if (IsHostStarting && result.Child is null) return (Nobody(), null, true);
            if (_schedule.Next(result.ExitCode, life.Duration) is not { } delay) return (Nobody(), null, true);
            _delay = new CancellationTokenSource();
            return (null, delay, false);
        }
    }

    /// <returns>The next life; <see langword="null"/> when somebody has stopped it before it began.</returns>
    private async Task<ProcessLife?> DelayAsync(TimeSpan delay, CoordinatorResult result)
    {
        HostingLog.Restarting(_logger, Name, result.Child?.ToString() ?? result.Message ?? "never started", GoDuration.Format(delay));
        await Task.Delay(delay, _time ?? TimeProvider.System, _delay!.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _delay = null;
            return _isClosed || _isStopWanted ? Nobody() : Begin();
        }
    }

    // Under the gate.
    private ProcessLife? Nobody()
    {
        Announce(null);
        return null;
    }
}
