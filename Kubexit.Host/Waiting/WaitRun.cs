using Kubexit.Configuration;
using Kubexit.Dependencies;
using Kubexit.Platform;
using Kubexit.StatusReports;
using Kubexit.Supervision;
using Microsoft.Extensions.Logging;

namespace Kubexit.Host;

/// <summary>One wait, from its first question to its exit code. On the event loop only.</summary>
/// <remarks>
/// Theory of operation. The graveyard (and, for readiness and for objects, the API server) tells of itself when something changes; whom the
/// other flags name is asked each period. A tick of the clock only looks whether there is something new to say. Every condition is latched.
/// </remarks>
internal sealed class WaitRun : IDependencyEvents
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250), MinSilence = TimeSpan.FromSeconds(1),
        MaxSilence = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait at the end for a command that was killed.</summary>
    private static readonly TimeSpan HelperLimit = TimeSpan.FromSeconds(1);

    private readonly WaitSettings _settings;
    private readonly IEventLoop _loop;
    private readonly ILogger _logger;
    private readonly Action<int> _end;
    private readonly WaitProbe[] _probes;
    private readonly DependencyWatch? _watch;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _tasks = [];
    private readonly List<ITimer> _timers = [];
    private readonly long _startedAt;
    private string _saidLast = "";
    private long _saidAt;
    private bool _areBirthsDone;
    private bool _isOver;

    public WaitRun(WaitSettings settings, IEventLoop loop, ICommandRunner commands, IReadinessSource? readiness, ILogger logger,
        Action<int> end,
        IObjectSource? objects = null)
    {
        (_settings, _loop, _logger, _end, _startedAt) = (settings, loop, logger, end, loop.Time.GetTimestamp());
        _probes = [.. settings.Probes.Select(target => new WaitProbe(target, settings, commands, loop.Time))];
        if (settings.Options.BirthDependencies.Count > 0)
            _watch = new DependencyWatch(
                settings.Options.Dependencies, PlatformServices.CreateGraveyardStore(settings.Options.GraveyardPath), readiness, objects,
                previous: null,
                loop, logger, this);
        _areBirthsDone = _watch is null;
    }

    private string Pending =>
        string.Join(", ", _probes.Where(p => !p.HasSucceeded).Select(p => p.Description).Prepend(_watch?.Pending ?? "").Where(
            text => text.Length > 0));

    public void Start()
    {
        if (_watch is not null) Guard(_watch.Start);
        if (_isOver) return;
        if (_watch is not null) _tasks.AddRange([RunAsync(_watch.FollowReadinessAsync), RunAsync(_watch.FollowObjectsAsync)]);
        Say(VerbLog.Waiting);
        if (_settings.Timeout > TimeSpan.Zero)
            _timers.Add(_loop.Time.CreateTimer(_ => OnTimeout(), null, _settings.Timeout, Timeout.InfiniteTimeSpan));
        _timers.Add(_loop.Time.CreateTimer(_ => SayWhatIsNew(), null, Tick, Tick));
        foreach (var probe in _probes) _tasks.Add(RunAsync(probe.WaitAsync));
    }

    /// <summary>A signal came: the usual ones end the wait.</summary>
    public void Signal(int signal)
    {
        if (signal is SignalName.Term or SignalName.Int or SignalName.Hup or SignalName.Quit)
            End(128 + signal, $"Signal {SignalName.Of(signal)} ended the wait for {Pending}.");
    }

    public void BirthsFulfilled()
    {
        _areBirthsDone = true;
        EndIfDone();
    }

    public void BirthImpossible(string pending) => End(OwnExitCode.NotReady, $"Gave up: waited for {pending}.");

    public void ReadinessFailed(string reason) => End(OwnExitCode.NotReady, reason);

    public void DependencyDied(DependencyDeath death)
    {
        // A wait has no death dependencies.
    }

    public void Outlived()
    {
        // Nor is there anybody to outlive.
    }

    private void OnTimeout() =>
        End(OwnExitCode.NotReady,
            $"Gave up: waited {GoDuration.Format(_settings.Timeout)} (--timeout) for {Pending}. Find out why, or raise --timeout.");

    private void EndIfDone()
    {
        if (_areBirthsDone && Array.TrueForAll(_probes, p => p.HasSucceeded)) End(0, null);
    }

    private async Task RunAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stop.Token).ConfigureAwait(false);
            _loop.Post(EndIfDone);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // It is over, and that is why.
        }
        catch (Exception e)
        {
            _loop.Post(() => Fail(e));
        }
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (KubexitException e)
        {
            Fail(e);
        }
    }

    private void Fail(Exception e) =>
        End((e as KubexitException)?.ExitCode ?? OwnExitCode.Internal, e is KubexitException ? e.Message : $"Kubexit itself failed: {e}");

    private void End(int exitCode, string? failure)
    {
        if (_isOver) return;
        _isOver = true;
        foreach (var timer in _timers) timer.Dispose();
        _watch?.Dispose();
        if (failure is not null) VerbLog.Failed(_logger, failure);
        else VerbLog.Done(_logger, ShortDuration.Format(_loop.Time.GetElapsedTime(_startedAt)));
        _stop.Cancel();
        _ = EndAsync(exitCode);
    }

    /// <summary>A command that was asked must not outlive us.</summary>
    private async Task EndAsync(int exitCode)
    {
        await Task.WhenAny(Task.WhenAll(_tasks), Task.Delay(HelperLimit, _loop.Time)).ConfigureAwait(false);
        _loop.Post(() => _end(exitCode));
    }

    private void SayWhatIsNew()
    {
        var silence = _loop.Time.GetElapsedTime(_saidAt);
        if (silence >= MaxSilence || (silence >= MinSilence && Pending != _saidLast)) Say(VerbLog.StillWaiting);
    }

    private void Say(Action<ILogger, string> message)
    {
        (_saidLast, _saidAt) = (Pending, _loop.Time.GetTimestamp());
        message(_logger, _saidLast);
    }
}
