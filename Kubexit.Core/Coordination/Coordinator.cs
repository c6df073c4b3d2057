using Kubexit.Configuration;
using Kubexit.Dependencies;
using Kubexit.Platform;
using Kubexit.Supervision;
using Microsoft.Extensions.Logging;

namespace Kubexit.Coordination;

/// <summary>
/// Coordinates one child process with its neighbours in a graveyard: waits for its birth dependencies, runs it, stops it when a death
/// dependency dies or when it is asked to, and records all of that. What the <c>kubexit</c> command does, as a class.
/// </summary>
/// <remarks>
/// Theory of operation. Everything happens in turn on one event loop. Observations of the graveyard, ends of processes, timers and
/// requests become events of one state machine; the machine decides, and what it decides is done before anything is written or logged.
/// The lock of the name is taken first and released last, so that neighbours notice even a SIGKILL.
/// </remarks>
public sealed class Coordinator
{
    /// <summary>
    /// The name of the <see cref="System.Diagnostics.Metrics.Meter"/> and of the <see cref="System.Diagnostics.ActivitySource"/> of all
    /// coordinated runs, those of applications among them: <c>Kubexit</c>.
    /// </summary>
    public const string TelemetryName = "Kubexit";

    private readonly IEventLoop _loop;
    private readonly CoordinatorRun _run;

    /// <summary>What came before the run began; <see langword="null"/> from then on. On the loop only.</summary>
    private List<CoordinatorEvent>? _early = [];
    private int _isStarted;

    /// <summary>Prepares a run; nothing is started, created or opened yet.</summary>
    /// <param name="options">The options; do not change them afterwards.</param>
    /// <param name="child">The child to start.</param>
    /// <param name="readiness">Where readiness comes from instead of the graveyard; <see langword="null"/>, the default, for the
    /// graveyard.</param>
    /// <param name="loggerFactory">Where the run's story goes; nowhere by default.</param>
    /// <param name="timeProvider">The clock of every time limit and timestamp; the system's by default.</param>
    /// <exception cref="ConfigurationException">The options contradict each other.</exception>
    public Coordinator(
        CoordinatorOptions options, ChildStartInfo child, IReadinessSource? readiness = null, ILoggerFactory? loggerFactory = null,
        TimeProvider? timeProvider = null)
        : this(options, child, CoordinatorServices.Create(options, readiness, loggerFactory, timeProvider))
    {
    }

    internal Coordinator(
        CoordinatorOptions options, ChildStartInfo child, IReadinessSource? readiness, ILoggerFactory? loggerFactory, IEventLoop loop,
        IChildLauncher launcher)
        : this(options, child, CoordinatorServices.Create(options, readiness, loggerFactory, loop, launcher))
    {
    }

    internal Coordinator(CoordinatorOptions options, ChildStartInfo child, CoordinatorServices services)
    {
        ArgumentNullException.ThrowIfNull(child);
        var rules = new CoordinatorRules(options, static p => p, allowsOwnKinds: services.Readiness is not null);
        if (rules.Check().ToArray() is { Length: > 0 } errors) throw new ConfigurationException(errors);
        _loop = services.Loop;
        _run = new CoordinatorRun(options, child, services);
    }

    /// <summary>Runs to the end. Call it once.</summary>
    /// <param name="cancellationToken">
    /// Asks for an orderly stop, as <see cref="RequestStop"/> does: cancelled before the child is started, the run ends with
    /// <see cref="DeathReason.Terminated"/>. The task is never cancelled; it completes when everything is over.
    /// </param>
    /// <returns>How it ended. Failures of dependencies, of the child and of the graveyard are results, not exceptions.</returns>
    /// <exception cref="InvalidOperationException">It has been called before.</exception>
    public async Task<CoordinatorResult> RunAsync(CancellationToken cancellationToken = default)
    {
        var completion = new TaskCompletionSource<CoordinatorResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = cancellationToken.Register(RequestStop);
        Start(completion.SetResult);
        return await completion.Task.ConfigureAwait(false);
    }

    /// <summary>As <see cref="RunAsync"/>; the callback comes on the loop, without a task or a thread of the pool.</summary>
    internal void Start(Action<CoordinatorResult> onFinished)
    {
        if (Interlocked.Exchange(ref _isStarted, 1) != 0)
            throw new InvalidOperationException("A coordinator runs once. Create another one.");
        _loop.Post(() =>
        {
            var early = _early!;
            _early = null;
            _run.Start(onFinished, early);
        });
    }

    /// <summary>
    /// Passes a signal on as if it had been sent to a wrapper: TERM and the stop signal ask for an orderly stop, others are forwarded to
    /// the child. May be called from any thread, at any time, any number of times.
    /// </summary>
    /// <param name="signal">The signal.</param>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is the default value, which is not a signal.</exception>
    public void SendSignal(Signal signal) => Handle(CoordinatorEvent.OfSignal(Limits.Signal(signal).Number));

    /// <summary>Why this coordinator itself stops the child; <see langword="null"/> as long as it does not.</summary>
    internal string? StopMessage => _run.StopMessage;

    /// <summary>Why the child is to stop; <see langword="null"/> as long as nobody but itself has asked for that.</summary>
    internal DeathReason? Cause => _run.Cause;

    /// <summary>After something unforeseen, instead of everything else: kills the child's group and records the death.</summary>
    internal void Abandon(string message) => _run.Abandon(message);

    internal void Handle(CoordinatorEvent e)
    {
        if (!_loop.IsCurrent) _loop.Post(() => Handle(e));
        else if (_early is { } early) early.Add(e);
        else _run.Handle(e);
    }

    /// <summary>
    /// Asks for an orderly stop, as a TERM from outside does. May be called at any time; before <see cref="RunAsync"/> the run then ends
    /// without a start.
    /// </summary>
    public void RequestStop() => SendSignal(Kubexit.Signal.Term);
}
