using Kubexit.Coordination;
using Kubexit.Platform;
using Microsoft.Extensions.Logging;

namespace Kubexit.Hosting;

/// <summary>One life of a helper process: a coordinated run, and where it stands.</summary>
internal sealed class ProcessLife : IChildLauncher
{
    // A logger that has not taken a line by then will not take it.
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(5);

    private readonly Coordinator? _coordinator;
    private readonly IChildLauncher? _launcher;
    private readonly ProcessOutput? _output;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly TaskCompletionSource _born = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IChildProcess? _child;

    public ProcessLife(SupervisedProcessOptions options, ILoggerFactory loggers, TimeProvider? time)
    {
        try
        {
            (_coordinator, _launcher, _output, _time) = Prepare(options, loggers, time);
            Ended = RunAsync(_coordinator);
        }
        catch (ConfigurationException e)
        {
            Ended = Task.FromResult(new CoordinatorResult(e.ExitCode, e.Reason, null, e.Message));
        }
    }

    private (Coordinator, IChildLauncher, ProcessOutput?, TimeProvider) Prepare(
        SupervisedProcessOptions options, ILoggerFactory loggers, TimeProvider? time)
    {
        var coordination = options.Coordination;
        var services = CoordinatorServices.Create(coordination, ReadinessSource(coordination, loggers), loggers, time);
        var output = options.LogsOutput ? new ProcessOutput(loggers.CreateLogger($"Kubexit.Output.{coordination.Name}")) : null;
        var launcher = output is null ? services.Launcher : PlatformServices.CreateReadingLauncher(services.Loop, output);
        var coordinator = new Coordinator(
            coordination,
            new ChildStartInfo
            {
                Command = options.Command,
                WorkingDirectory = options.WorkingDirectory,
                Environment = options.Environment.AsReadOnly()
            },
            services with { Launcher = this, OnReady = () => _ready.TrySetResult(), IsFailureTold = true });
        return (coordinator, launcher, output, services.Loop.Time);
    }

    /// <summary>Completes when the process has been started.</summary>
    public Task Born => _born.Task;

    /// <summary>Completes when the process is ready.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes when all is over: the death is recorded, and what the process has written is with the loggers.</summary>
    public Task<CoordinatorResult> Ended { get; }

    /// <summary>How long it lasted.</summary>
    public TimeSpan Duration { get; private set; }

    public int? ProcessId => Ended.IsCompleted ? null : _child?.Id;

    public SupervisedProcessState State =>
        _child is null ? SupervisedProcessState.Waiting
        : _coordinator!.Cause is not null ? SupervisedProcessState.Stopping
        : _ready.Task.IsCompleted ? SupervisedProcessState.Ready
        : SupervisedProcessState.Running;

    public void RequestStop() => _coordinator?.RequestStop();

    /// <summary>Kills the process's group. Both in one turn of the loop: no process has the time to tell this from a kill.</summary>
    /// <param name="reason">For the log.</param>
    public void Kill(string reason) => EventLoop.Shared.Post(() =>
    {
        if (Ended.IsCompleted) return;
        _coordinator?.RequestStop();
        _coordinator?.Handle(CoordinatorEvent.Elapsed(StopClock.Deadline) with { Text = reason });
    });

    // On the loop.
    IChildProcess IChildLauncher.Start(ChildStartInfo info, Action<ChildExit> onExit, Action? onLeaderEnded)
    {
        _child = _launcher!.Start(info, onExit, onLeaderEnded);
        _born.TrySetResult();
        return _child;
    }

    private async Task<CoordinatorResult> RunAsync(Coordinator coordinator)
    {
        var started = _time.GetTimestamp();
        var result = await coordinator.RunAsync().ConfigureAwait(false);
        Duration = _time.GetElapsedTime(started);
        if (_output is not null) await Task.WhenAny(_output.Flushed(), Task.Delay(FlushLimit, _time)).ConfigureAwait(false);
        return result;
    }

    private static Dependencies.IReadinessSource? ReadinessSource(CoordinatorOptions options, ILoggerFactory loggers) =>
        Kubernetes.PodReadiness.Create(options, loggers.CreateLogger("Kubexit"));
}
