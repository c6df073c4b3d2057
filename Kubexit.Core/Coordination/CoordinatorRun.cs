using Kubexit.Configuration;
using Kubexit.Dependencies;
using Kubexit.Graveyards;
using Kubexit.Platform;
using Kubexit.Supervision;
using Microsoft.Extensions.Logging;

namespace Kubexit.Coordination;

/// <summary>One run: carries the machine's decisions out and brings it the events. On the event loop only.</summary>
internal sealed class CoordinatorRun : ICoordinatorActions, IDependencyEvents
{
    private readonly CoordinatorOptions _options;
    private readonly ChildStartInfo _startInfo;
    private readonly CoordinatorServices _services;
    private readonly CoordinatorMachine _machine;
    private readonly CoordinatorClocks _clocks;
    private readonly CoordinatorTasks _tasks;
    private readonly ILogger _logger;
    private GraveRecord? _record;
    private DependencyWatch? _watch;
    private IChildProcess? _child;
    private string? _saidProblem;
    private bool _hasSaidJoined;
    private bool _isStopUnsaid;
    private Action<CoordinatorResult>? _onFinished;

    public CoordinatorRun(CoordinatorOptions options, ChildStartInfo startInfo, CoordinatorServices services)
    {
        (_options, _startInfo, _services, _logger) = (options, startInfo, services, services.Logger);
        _machine = new CoordinatorMachine(options, this, services.Announcement is not null);
        _clocks = new CoordinatorClocks(options, services.Loop.Time, Handle);
        _tasks = new CoordinatorTasks(options, services, Handle);
    }

    public string? StopMessage => _machine.StopMessage;

    public DeathReason? Cause => _machine.Cause;

    public bool IsOutlived => _watch!.AllOutlivedHaveEnded;

    /// <summary>Joins the graveyard, watches it from now on, and starts the child when nothing is in its way.</summary>
    /// <param name="onFinished">Called once, at the very end.</param>
    /// <param name="early">What had come before.</param>
    public void Start(Action<CoordinatorResult> onFinished, IReadOnlyList<CoordinatorEvent> early)
    {
        _onFinished = onFinished;
        try
        {
            var member = GraveyardMember.Join(
                _services.Store, _options.Name, _services.Loop.Time, DependencyNames.Of(_options.DeathDependencies, d => d.Name),
                _options.Awaits);
            _record = new GraveRecord(member, _services.Loop.Time, _logger, _services.LastWords);
            _record.PrepareLastWords();
            if (member.LockProblem is { } problem) CoordinatorLog.NotLocked(_logger, problem);
            _services.Telemetry?.Joined(() => _machine.State);
            _watch = new DependencyWatch(
                _options.Dependencies, _services.Store, _services.Readiness, _services.Objects, _record.Previous, _services.Loop, _logger,
                this, _record);
            foreach (var e in early) Handle(e);
            if (_machine.State == CoordinatorState.Waiting) _watch.Start();
        }
        catch (GraveyardException e)
        {
            SayJoined();
            Handle(new CoordinatorEvent(CoordinatorEventKind.Failed) { Text = e.Message, ExitCode = e.ExitCode });
            return;
        }

        if (_machine.State == CoordinatorState.Waiting) BeginWait();
    }

    public void Handle(CoordinatorEvent e)
    {
        LogBefore(e);

        // It may have overtaken the news of somebody to outlive, and whether they live decides what a stop does.
        if (_options.OutliveDependencies.Count > 0 && _machine.BeginsStop(e)) _watch!.LookAgain();
        _machine.Handle(e);
        SayStop();
    }

    public void BirthsFulfilled() => Handle(new CoordinatorEvent(CoordinatorEventKind.BirthsFulfilled));

    public void BirthImpossible(string pending) =>
        Handle(new CoordinatorEvent(
            CoordinatorEventKind.BirthImpossible)
        { Text = $"Cannot start: waited for {pending}, which can no longer happen." });

    public void ReadinessFailed(string reason) => Handle(new CoordinatorEvent(CoordinatorEventKind.BirthImpossible) { Text = reason });

    public void DependencyDied(DependencyDeath death) =>
        Handle(new CoordinatorEvent(CoordinatorEventKind.DependencyDied) { Death = death });

    public void Outlived() => Handle(new CoordinatorEvent(CoordinatorEventKind.Outlived));

    public void StartChild()
    {
        _clocks.StopWait();
        _tasks.StopReadiness();
        try
        {
            _child = _services.Launcher.Start(_startInfo, OnChildExited, LeaderEnded);
            _services.LastWords?.SetGroup(_child.Id);
            SayJoined();
            SayProblem();
        }
        catch (ChildStartException e)
        {
            SayJoined();
            Handle(new CoordinatorEvent(CoordinatorEventKind.StartFailed) { Text = e.Message, ExitCode = e.ExitCode });
            return;
        }

        Handle(new CoordinatorEvent(CoordinatorEventKind.ChildStarted));
        _services.Telemetry?.Started();
        _services.Loop.Post(static () => Rehearsal.Run());
    }

    /// <summary>After something unforeseen: what must be done whatever else cannot be. Kills the group and records the death.</summary>
    public void Abandon(string message)
    {
        _child?.Kill();
        _record?.Died(new CoordinatorResult(
            OwnExitCode.Internal, DeathReason.Internal, null, message)
        { RecordedExitCode = OwnExitCode.Internal });
    }

    private void OnChildExited(ChildExit exit)
    {
        _services.LastWords?.SetGroup(0);
        Handle(new CoordinatorEvent(CoordinatorEventKind.ChildExited) { Exit = exit });
    }

    public void RecordBorn(bool isReady)
    {
        _record!.Born(isReady);
        CoordinatorLog.Born(_logger, _child!.Id);
        if (_logger.IsEnabled(LogLevel.Debug)) CoordinatorLog.Command(_logger, string.Join(' ', _startInfo.Command));
        if (isReady) SayReady();
    }

    public void RecordReady()
    {
        _record!.Ready();
        SayReady();
    }

    public void RecordAnswer(DependencyDeath death)
    {
        _record!.Answered(death);
        _services.Telemetry?.DeathSeen(death.Name);
        CoordinatorLog.StoppingFor(_logger, death);
    }

    public void StartProbe() => _tasks.StartProbe();

    public void StartPostStart() => _tasks.StartHook("postStart", _options.PostStart!);

    public void StartPreStop() => _tasks.StartHook("preStop", _options.PreStop!);

    public void SendStop()
    {
        _child!.Signal(_options.StopSignal.Number, _options.SignalGroup);

        // Whoever else is to be signalled for the same death comes first: what follows is news to all of them.
        Thread.Yield();
        SayProblem();
        _tasks.StopProbe();
        _services.Telemetry?.Stopping();
        _isStopUnsaid = true;
    }

    public void Forward(int signal)
    {
        _child?.Signal(signal, _options.SignalGroup);
        CoordinatorLog.Forwarded(_logger, SignalName.Of(signal));
    }

    public void Kill()
    {
        _child!.Kill();
        SayProblem();
        _services.Telemetry?.Stopping();
        if (_child.CanBeKilled) CoordinatorLog.Killed(_logger, _clocks.WhyKilled);
        else CoordinatorLog.NotKilled(_logger, _clocks.WhyKilled);
    }

    public void Start(StopClock clock)
    {
        _clocks.Start(clock);
        if (clock == StopClock.Outlive)
            CoordinatorLog.Holding(_logger, DependencyNames.Quoted(_options.OutliveDependencies),
                GoDuration.Format(_clocks.OutliveTimeout));
    }

    public void Ignore(int signal) => CoordinatorLog.SignalIgnored(_logger, SignalName.Of(signal));

    public void Finish(CoordinatorResult result)
    {
        SayJoined();
        _record?.Died(result);
        _clocks.Dispose();
        _tasks.Dispose();
        _services.Telemetry?.Ended(Choice.Word(result.Reason));
        if (result.Child is null && !_services.IsFailureTold) CoordinatorLog.Failed(_logger, result.Message ?? "");
        if (result.RecordedExitCode is not null)
            CoordinatorLog.Died(_logger, result.Child?.ToString() ?? "never started", result.Reason, result.ExitCode);

        // After all is said: to close an inotify descriptor can take the kernel 20 ms.
        _watch?.Dispose();
        _tasks.WindUp(result.Child is not null, () =>
        {
            _record?.Dispose();
            _onFinished!(result);
        });
    }

    /// <summary>Null, as by default: what the child leaves is killed at once, and nothing is looked for.</summary>
    private Action? LeaderEnded => _options.GroupGrace == TimeSpan.Zero ? null : () =>
    {
        CoordinatorLog.LeaderEnded(_logger, GoDuration.Format(_options.GroupGrace));
        Handle(new CoordinatorEvent(CoordinatorEventKind.LeaderEnded));
    };

    private void SayProblem()
    {
        if (_child!.Problem is not { } problem || problem == _saidProblem) return;
        _saidProblem = problem;
        CoordinatorLog.LessSupervised(_logger, problem);
    }

    // Not before a child that need not wait is started: the first line that is logged takes a while.
    private void SayJoined()
    {
        if (_hasSaidJoined || _record is null) return;
        _hasSaidJoined = true;
        CoordinatorLog.Joined(_logger, _options.Name, _services.Store.Path, _record.Life);
    }

    private void SayReady()
    {
        _services.OnReady?.Invoke();
        CoordinatorLog.Ready(_logger);
    }

    // After the event, whose line says why: the signal goes first, but a log tells the cause before the effect.
    private void SayStop()
    {
        if (!_isStopUnsaid) return;
        _isStopUnsaid = false;
        var grace = GoDuration.Format(_options.GracePeriod);
        if (_child!.CanBeKilled) CoordinatorLog.StopSent(_logger, _options.StopSignal.ToString(), grace);
        else CoordinatorLog.HostStops(_logger, grace);
    }

    private void BeginWait()
    {
        SayJoined();
        CoordinatorLog.WaitingFor(_logger, PendingText);
        _clocks.StartWait(
            () => Handle(new CoordinatorEvent(CoordinatorEventKind.BirthTimeout)
            {
                Text = $"Cannot start: waited {GoDuration.Format(_options.BirthTimeout)} "
                    + $"({OptionNames.Word(nameof(_options.BirthTimeout))}) for {PendingText}.",
            }),
            () => CoordinatorLog.StillWaitingFor(_logger, PendingText));
        _tasks.Follow(_watch!);
    }

    // Nothing pending: what holds the start is a death from before our life.
    private string PendingText => _watch!.Pending is { Length: > 0 } pending ? pending : "the rebirth grace of an earlier death";

    // These log lines tell what the machine does not see: it only decides.
    private void LogBefore(CoordinatorEvent e)
    {
        if (e is { Kind: CoordinatorEventKind.ClockElapsed, Clock: StopClock.Outlive })
            CoordinatorLog.OutliveTimeout(
                _logger, DependencyNames.Quoted(_options.OutliveDependencies), GoDuration.Format(_clocks.OutliveTimeout));
        else if (e.Kind == CoordinatorEventKind.Failed && _machine.State != CoordinatorState.Waiting) CoordinatorLog.Failed(
            _logger, e.Text);
        else if (e.Kind == CoordinatorEventKind.ClockElapsed) _clocks.NoteElapsed(e);
    }
}
