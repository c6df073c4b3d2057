using Kubexit.Configuration;

namespace Kubexit.Coordination;

/// <summary>The clocks of a stop. Each rings once.</summary>
internal enum StopClock
{
    /// <summary>From the stop signal, or the preStop hook, until KILL.</summary>
    Grace,

    /// <summary>How long what the child has left behind may live on.</summary>
    GroupGrace,

    /// <summary>How long a stop is held back for processes to outlive.</summary>
    Outlive,

    /// <summary>From the first stop from outside until KILL, regardless of the others.</summary>
    Deadline,
}

/// <summary>How long each clock of a run is; each rings as an event.</summary>
internal sealed class CoordinatorClocks : IDisposable
{
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromSeconds(5);

    private readonly CoordinatorOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<CoordinatorEvent> _handle;
    private readonly List<ITimer> _wait = [];
    private readonly List<ITimer> _stop = [];

    public CoordinatorClocks(CoordinatorOptions options, TimeProvider time, Action<CoordinatorEvent> handle)
    {
        (_options, _time, _handle) = (options, time, handle);
        OutliveTimeout = FitOutlive(options);
    }

    /// <summary>How long a stop is really held back.</summary>
    public TimeSpan OutliveTimeout { get; }

    public string WhyKilled { get; private set; } = "the grace period is zero";

    public void StartWait(Action onTimeout, Action onProgress)
    {
        if (_options.BirthTimeout > TimeSpan.Zero) _wait.Add(Ring(_options.BirthTimeout, onTimeout));
        _wait.Add(_time.CreateTimer(_ => onProgress(), null, ProgressPeriod, ProgressPeriod));
    }

    public void StopWait() => Clear(_wait);

    public void Start(StopClock clock)
    {
        if (LengthOf(clock) is { } length) _stop.Add(Ring(length, () => _handle(CoordinatorEvent.Elapsed(clock))));
    }

    /// <summary>Keeps why the process group is killed if it is killed for that.</summary>
    public void NoteElapsed(in CoordinatorEvent e) => WhyKilled = e.Text.Length > 0 ? e.Text : e.Clock switch
    {
        StopClock.Grace => $"it did not end within the grace period of {GoDuration.Format(_options.GracePeriod)}",
        StopClock.GroupGrace =>
            $"its group did not end within {GoDuration.Format(_options.GroupGrace)} ({OptionNames.Word(nameof(_options.GroupGrace))}) "
                + "after it",
        StopClock.Deadline => $"the termination deadline of {GoDuration.Format(_options.TerminationDeadline ?? default)} was reached",
        StopClock.Outlive => WhyKilled,
    };

    private TimeSpan? LengthOf(StopClock clock) => clock switch
    {
        StopClock.Grace => _options.GracePeriod,
        StopClock.GroupGrace => _options.GroupGrace,
        StopClock.Outlive => OutliveTimeout,
        StopClock.Deadline => _options.TerminationDeadline,
    };

    public void Dispose()
    {
        Clear(_wait);
        Clear(_stop);
    }

    // Outlive time and grace period share the deadline in proportion, so that neither is starved by the other's default.
    internal static TimeSpan FitOutlive(CoordinatorOptions options)
    {
        var (outlive, total) = (options.OutliveTimeout, options.OutliveTimeout + options.GracePeriod);
        return options.TerminationDeadline is { } deadline && total > deadline ? deadline * (outlive / total) : outlive;
    }

    private ITimer Ring(TimeSpan after, Action action) => _time.CreateTimer(_ => action(), null, after, Timeout.InfiniteTimeSpan);

    private static void Clear(List<ITimer> timers)
    {
        foreach (var timer in timers) timer.Dispose();
        timers.Clear();
    }
}
