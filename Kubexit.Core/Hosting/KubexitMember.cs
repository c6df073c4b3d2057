using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Dependencies;
using Kubexit.Kubernetes;
using Kubexit.Platform;
using Kubexit.Supervision;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kubexit.Hosting;

/// <summary>The application in the graveyard: a coordinator whose child is the application itself.</summary>
/// <remarks>
/// Theory of operation. <see cref="Join"/> takes the name and starts the coordinator; the start gate waits until it starts its "child".
/// From then on the coordinator only stops the host; the child's exit is the end of the process, which <see cref="ProcessEnd"/> tells.
/// </remarks>
internal sealed class KubexitMember : IKubexitMember, IDisposable
{
    private readonly IOptions<KubexitMemberOptions> _options;
    private readonly MemberSettings _settings;
    private readonly MemberReadiness _readiness;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly IReadinessSource? _source;
    private ILoggerFactory _loggerFactory;
    private ILogger _logger;
    private readonly HostedApplication _application;
    private readonly ProcessEnd _end;
    private readonly TaskCompletionSource<CoordinatorResult> _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hostStarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _announced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ReplacedLifetime _replaced;
    private readonly TimeProvider? _time;
    private readonly bool _isTested;
    private TimeProvider _clock = TimeProvider.System;
    private long _askedToStop;
    private CoordinatorTelemetry? _telemetry;
    private Coordinator? _coordinator;

    public KubexitMember(
        IOptions<KubexitMemberOptions> options, MemberSettings settings, MemberReadiness readiness, IHostApplicationLifetime lifetime,
        ReplacedLifetime replaced, ILoggerFactory loggerFactory, IReadinessSource? source = null, TimeProvider? time = null,
        MemberVariables? ofTest = null)
    {
        (_options, _settings, _readiness, _lifetime, _loggerFactory, _source) =
            (options, settings, readiness, lifetime, loggerFactory, source);
        (_replaced, _time, _isTested) = (replaced, time, ofTest is not null);
        _logger = loggerFactory.CreateLogger("Kubexit");
        _application = new HostedApplication(lifetime);
        _end = new ProcessEnd(Exited, _finished.Task, ExitCodeOf, () => _logger);
    }

    public string Name => _options.Value.Name;

    public string? StopReason => _coordinator?.StopMessage;

    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Whether it was decided that this application takes no part.</summary>
    public bool IsOff { get; private set; }

    /// <summary>Takes the name and begins to wait, once.</summary>
    /// <exception cref="ConfigurationException">The configuration is invalid.</exception>
    public void Join()
    {
        if (_coordinator is not null || IsOff) return;
        _lifetime.ApplicationStopping.Register(BeginStopping);
        _end.Watch();
        var (options, source) = Configured(ReadConfiguration);
        if (!options.IsOn)
        {
            TurnOff(options);
            return;
        }

        foreach (var warning in _settings.Warnings) HostingLog.Setting(_logger, warning);
        if (_replaced.IsChosen) HostingLog.LifetimeStays(_logger, _replaced.Name);
        Begin(options, source);
    }

    private void TurnOff(KubexitMemberOptions options)
    {
        IsOff = true;
        _end.Unwatch();
        HostingLog.Off(_logger, options.Enabled == false ? "it is disabled"
            : "an application without a name (Kubexit:Name) takes no part in the Development environment");
        _ready.TrySetResult();
    }

    private void Begin(KubexitMemberOptions member, IReadinessSource? source)
    {
        var options = member.Coordinated;
        _telemetry = new CoordinatorTelemetry(options, EventLoop.Shared.Time, _hostStarted.Task);
        var services = Configured(() => CoordinatorServices.Create(options, source, _loggerFactory, _time)) with
        {
            Launcher = _application,
            Announcement = _announced.Task,
            OnReady = () => _ready.TrySetResult(),
            Telemetry = _telemetry,
            IsFailureTold = true,
        };
        _clock = services.Loop.Time;
        _application.ServeOn(() => TimeToServeOn(member.ServeAfterStop, services.Logger), _clock);
        _coordinator = new Coordinator(options, new ChildStartInfo { Command = [Environment.ProcessPath ?? options.Name] }, services);
        _coordinator.Start(OnFinished);
        _lifetime.ApplicationStarted.Register(() =>
        {
            _hostStarted.TrySetResult();
            if (!_readiness.IsSignalled) _announced.TrySetResult();
        });
    }

    /// <summary>Waits until the host may start.</summary>
    /// <exception cref="ConfigurationException">The configuration is invalid.</exception>
    /// <exception cref="NotStartedException">The host must not start; that it was asked to stop meanwhile is one reason.</exception>
    public async Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        Join();
        if (IsOff) return;
        using var cancellation = cancellationToken.Register(_coordinator!.RequestStop);
        await Task.WhenAny(_application.Started, _finished.Task).ConfigureAwait(false);
        if (!_application.Started.IsCompleted) throw new NotStartedException(await _finished.Task.ConfigureAwait(false));
    }

    /// <summary>
    /// A signal that asks the process to end. Once the host runs, they are one: the host stops, and that is recorded as such.
    /// </summary>
    public void SendSignal(Signal signal)
    {
        if (_askedToStop == 0) _askedToStop = _clock.GetTimestamp();
        BeginStopping();
        _coordinator?.SendSignal(_application.Started.IsCompleted ? Signal.Term : signal);
    }

    public Task SignalReadyAsync(CancellationToken cancellationToken = default)
    {
        _announced.TrySetResult();
        return _ready.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The host has stopped, orderly or not; the process will end soon.</summary>
    public void HostStopped()
    {
        if (_coordinator is not { } coordinator) return;
        _telemetry!.Ended(Choice.Word(coordinator.Cause ?? DeathReason.Exited));
        _end.HostStopped();
    }

    /// <summary>The container is disposed: so is the host, whose start may have failed.</summary>
    public void Dispose() => HostStopped();

    /// <summary>What is left of the time to serve on, counted from the signal; none when it is a death that stops the host.</summary>
    private TimeSpan TimeToServeOn(TimeSpan duration, ILogger logger)
    {
        if (duration == TimeSpan.Zero || _askedToStop == 0 || _coordinator?.Cause != DeathReason.Terminated) return TimeSpan.Zero;
        var remaining = duration - _clock.GetElapsedTime(_askedToStop);
        if (remaining > TimeSpan.Zero) HostingLog.ServingOn(logger, GoDuration.Format(remaining));
        return remaining;
    }

    // The application's callbacks must not hold up whoever brings the news.
    private void BeginStopping() => ThreadPool.UnsafeQueueUserWorkItem(static stopping => stopping.Cancel(), _stopping, preferLocal: false);

    private (KubexitMemberOptions Options, IReadinessSource? Source) ReadConfiguration()
    {
        var options = _options.Value;
        UseName(options.Name);
        return (options, options.IsOn ? _source ?? PodReadiness.Create(options.Coordinated, _logger) : null);
    }

    /// <summary>From now on each line says whose it is.</summary>
    private void UseName(string name)
    {
        if (name.Length == 0 || _loggerFactory is NamedLoggerFactory) return;
        _loggerFactory = new NamedLoggerFactory(_loggerFactory, name);
        _logger = _loggerFactory.CreateLogger("Kubexit");
    }

    /// <summary>Does what only a wrong configuration can prevent, and records the death by it.</summary>
    private T Configured<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ConfigurationException e)
        {
            if (_settings.Grave is { } grave)
            {
                UseName(grave.Name);
                DeadOnArrival.Record(grave, e.ExitCode, DeathReason.Configuration, _logger);
            }

            EndProcessWith(e.ExitCode);
            _finished.TrySetResult(new CoordinatorResult(e.ExitCode, e.Reason, null, e.Message)); // Nothing more will be recorded.
            throw;
        }
    }

    private void Exited(ChildExit exit, bool isCodeKnown) =>
        _coordinator?.Handle(new CoordinatorEvent(CoordinatorEventKind.ChildExited) { Exit = exit, IsCodeUnknown = !isCodeKnown });

    private void OnFinished(CoordinatorResult result)
    {
        // The application's own, unless it was never started or the exit code after a death was chosen.
        if (result.RecordedExitCode is not null) EndProcessWith(result.ExitCode);
        if (result.Child is not null) _end.Unwatch();
        _hostStarted.TrySetResult();
        _ready.TrySetResult();
        _finished.TrySetResult(result);
    }

    // The process of a test has an exit code of its own.
    private void EndProcessWith(int exitCode)
    {
        if (!_isTested && exitCode != (Environment.ExitCode & 0xFF)) Environment.ExitCode = exitCode;
    }

    private int? ExitCodeOf(object exception) => exception switch
    {
        KubexitException known => known.ExitCode,
        AggregateException several => several.Flatten().InnerExceptions.OfType<KubexitException>().FirstOrDefault()?.ExitCode,

        // A host that is stopped before it has started throws this.
        OperationCanceledException when _lifetime
            is { ApplicationStopping.IsCancellationRequested: true, ApplicationStarted.IsCancellationRequested: false } =>
            128 + SignalName.Term,
        _ => null,
    };
}
