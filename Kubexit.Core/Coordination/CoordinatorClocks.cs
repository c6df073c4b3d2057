using Kubexit.Configuration;
using static Kubexit.Coordination.CoordinatorEventKind;

namespace Kubexit.Coordination;

/// <summary>The clocks of a run. Each rings once, as an event.</summary>
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

    public void StartGrace() => _stop.Add(Ring(_options.GracePeriod, () => _handle(new CoordinatorEvent(GraceElapsed))));

    public void StartGroupGrace() => _stop.Add(Ring(_options.GroupGrace, () => _handle(new CoordinatorEvent(GroupGraceElapsed))));

    public void StartOutlive() => _stop.Add(Ring(OutliveTimeout, () => _handle(new CoordinatorEvent(CoordinatorEventKind.OutliveTimeout))));

    public void StartDeadline()
    {
        if (_options.TerminationDeadline is { } deadline) _stop.Add(Ring(deadline, () => _handle(new CoordinatorEvent(DeadlineElapsed))));
    }

    public void NoteElapsed(in CoordinatorEvent e) => WhyKilled = e.Text.Length > 0 ? e.Text
        : e.Kind == GroupGraceElapsed
            ? $"its group did not end within {GoDuration.Format(_options.GroupGrace)} (KUBEXIT_GROUP_GRACE) after it"
        : e.Kind == DeadlineElapsed ? $"the termination deadline of {GoDuration.Format(_options.TerminationDeadline ?? default)} had come"
        : $"it did not end within the grace period of {GoDuration.Format(_options.GracePeriod)}";

    public void Dispose()
    {
        Clear(_wait);
        Clear(_stop);
    }

    // Outlive time and grace period share the deadline in proportion, so that neither is starved by the other's default.
    private static TimeSpan FitOutlive(CoordinatorOptions options)
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
