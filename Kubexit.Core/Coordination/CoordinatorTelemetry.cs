using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Kubexit.Coordination;

/// <summary>
/// One run in numbers and spans. What is measured before somebody can listen is kept until then; spans are made when they are over, so
/// that nothing is allocated for a run that nobody traces. docs/embedding.md lists the names and units.
/// </summary>
/// <param name="options">What was asked for.</param>
/// <param name="time">The clock.</param>
/// <param name="listening">Completes when whoever wants to listen does: an application starts its exporters after the wait for
/// births.</param>
internal sealed class CoordinatorTelemetry(CoordinatorOptions options, TimeProvider time, Task listening)
{
    private static readonly string? Version = typeof(CoordinatorTelemetry).Assembly.GetName().Version?.ToString(3);
    private static readonly ActivitySource Source = new(Coordinator.TelemetryName, Version);
    private static readonly Meter Meter = new(Coordinator.TelemetryName, Version);
    private static readonly ConcurrentDictionary<CoordinatorTelemetry, Func<CoordinatorState>> Running = new();

    private static readonly Counter<long> BirthsAwaited = Meter.CreateCounter<long>(
        "kubexit.births.awaited", "{birth}", "Birth dependencies of the processes whose wait is over.");

    private static readonly Histogram<double> WaitDuration = Durations(
        "kubexit.births.wait.duration", "From joining the graveyard until the start, or until it was given up.");

    private static readonly Counter<long> DeathsSeen = Meter.CreateCounter<long>(
        "kubexit.deaths.seen", "{death}", "Deaths of dependencies that were acted on.");

    private static readonly Histogram<double> StopDuration = Durations("kubexit.stop.duration", "From the stop signal until the end.");

    // As the semantic conventions do it (k8s.container.status.state): one series for each state, 1 for the one that holds. Every step of a
    // stop is the same to who watches from outside.
    private static readonly string[] States = ["waiting", "starting", "running", "ready", "stopping"];

    private static readonly ObservableUpDownCounter<int> State = Meter.CreateObservableUpDownCounter(
        "kubexit.state", ObserveStates, "{process}", "1 for the state that the process is in, 0 for the others.");

    private readonly KeyValuePair<string, object?> _name = new("kubexit.name", options.Name);
    private ActivityContext _parent;
    private Moment _joined;
    private Moment? _started;
    private Moment? _stopping;
    private bool _isOver;

    public void Joined(Func<CoordinatorState> state)
    {
        _joined = Now;
        Running[this] = state;
    }

    public void Started()
    {
        _started = Now;
        WaitIsOver("started");
    }

    public void DeathSeen(string dependency) => DeathsSeen.Add(1, _name, new("kubexit.dependency", dependency));

    public void Stopping() => _stopping ??= Now;

    /// <summary>The end of what was run; only the first call counts.</summary>
    public void Ended(string outcome)
    {
        if (_isOver) return;
        _isOver = true;
        Running.TryRemove(this, out _);
        var now = Now;
        if (_started is not { } started)
        {
            WaitIsOver(outcome);
            return;
        }

        Trace("kubexit.run", started, _stopping ?? now, outcome);
        if (_stopping is not { } stopping) return;
        StopDuration.Record(Seconds(stopping, now), _name, new("kubexit.outcome", outcome));
        Trace("kubexit.stop", stopping, now, outcome);
    }

    private Moment Now => new(time.GetUtcNow(), time.GetTimestamp());

    private double Seconds(Moment from, Moment to) => time.GetElapsedTime(from.Stamp, to.Stamp).TotalSeconds;

    private void WaitIsOver(string outcome)
    {
        var (joined, now) = (_joined, Now);
        if (listening.IsCompleted) Report();
        else listening.ContinueWith(
            _ => Report(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        void Report()
        {
            BirthsAwaited.Add(options.BirthDependencies.Count, _name);
            WaitDuration.Record(Seconds(joined, now), _name, new("kubexit.outcome", outcome));
            Trace("kubexit.wait", joined, now, outcome);
        }
    }

    private void Trace(string operation, Moment start, Moment end, string outcome)
    {
        if (!Source.HasListeners()) return;

        // The loop's thread belongs to many runs: nothing may stay the current activity there.
        var current = Activity.Current;
        using (var activity = Source.StartActivity(
            operation, ActivityKind.Internal, _parent, [_name, new("kubexit.outcome", outcome)], links: null, start.At))
        {
            activity?.SetEndTime(end.At.UtcDateTime);
            if (_parent == default && activity is not null) _parent = activity.Context;
        }

        Activity.Current = current;
    }

    private static IEnumerable<Measurement<int>> ObserveStates()
    {
        foreach (var (run, state) in Running)
        {
            var current = Math.Min((int)state(), States.Length - 1);
            for (var i = 0; i < States.Length; i++)
                yield return new Measurement<int>(i == current ? 1 : 0, run._name, new("kubexit.state", States[i]));
        }
    }

    // The default boundaries are for milliseconds: of 5 ms and 60 s in seconds they would make one bucket each.
    private static Histogram<double> Durations(string name, string description) =>
#if NET9_0_OR_GREATER
        Meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60],
        });
#else
        Meter.CreateHistogram<double>(name, "s", description);
#endif

    /// <summary>A point in time by the wall clock, for spans, and by the one that is never set, for durations.</summary>
    private readonly record struct Moment(DateTimeOffset At, long Stamp);
}
