using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Kubexit.Coordination;
using Kubexit.Supervision;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Coordination;

/// <summary>What a run measures and traces, through the listeners that exporters use.</summary>
public sealed class CoordinatorTelemetryTests
{
    [Fact]
    public void Instruments_HaveAVersionAndBucketsFitForFiveMillisecondsToAMinute()
    {
        var instruments = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "Kubexit") instruments.Add(instrument);
        };
        var sources = new List<ActivitySource>();
        using var tracing = new ActivityListener();
        tracing.ShouldListenTo = source =>
        {
            if (source.Name == "Kubexit") sources.Add(source);
            return false;
        };
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(CoordinatorTelemetry).TypeHandle);
        listener.Start();
        ActivitySource.AddActivityListener(tracing);

        var version = typeof(Coordinator).Assembly.GetName().Version!.ToString(3);
        Assert.NotEmpty(instruments);
        Assert.All(instruments, instrument => Assert.Equal(version, instrument.Meter.Version));
        Assert.Equal(version, Assert.Single(sources).Version);
        var histograms = instruments.OfType<Histogram<double>>().ToArray();
        Assert.Equal(["kubexit.births.wait.duration", "kubexit.stop.duration"], histograms.Select(histogram => histogram.Name).Order());
        Assert.All(histograms, histogram =>
        {
            var boundaries = histogram.Advice!.HistogramBucketBoundaries!;
            Assert.Equal((0.005, 60), (boundaries[0], boundaries[^1]));
            Assert.Equal(boundaries.Order().Distinct(), boundaries);

            // No bucket is so wide that what falls into it says nothing.
            Assert.All(boundaries.Zip(boundaries.Skip(1)), pair => Assert.InRange(pair.Second / pair.First, 1, 2.5));
        });
    }

    [Fact]
    public async Task Run_StoppedByADeath_IsMeasured()
    {
        await using var graveyard = new TemporaryGraveyard();
        var name = Path.GetRandomFileName();
        var seen = new ConcurrentQueue<(string Instrument, string? Unit, double Value, string Tags)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == Coordinator.TelemetryName) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Add(i, value, tags));
        listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Add(i, value, tags));
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Add(i, value, tags));
        listener.Start();

        graveyard.WriteAtomically("db", OriginalTombstone.Alive + OriginalTombstone.ReadyLine);
        graveyard.WriteAtomically("job", OriginalTombstone.Alive);
        var run = Create(graveyard, name).RunAsync();
        await Limit.Until(() => graveyard.Read(name)?.Ready is not null, () => "The coordinator never said that it is ready.");
        listener.RecordObservableInstruments();
        graveyard.WriteAtomically("job", OriginalTombstone.Dead());
        await run.WaitAsync(Limit.Generous);
        listener.RecordObservableInstruments();

        Assert.Equal(("{birth}", 1), Single("kubexit.births.awaited", ""));
        Assert.Equal("s", Single("kubexit.births.wait.duration", "started").Unit);
        Assert.Equal(("{death}", 1), Single("kubexit.deaths.seen", "job"));
        Assert.InRange(Single("kubexit.stop.duration", "dependencydied").Value, 0.0000001, 30);

        // Only the first look has found the run: what is dead has no state.
        var states = seen.Where(s => s.Instrument == "kubexit.state").ToArray();
        Assert.Equal(["waiting", "starting", "running", "ready", "stopping"], states.Select(s => s.Tags.Split(' ')[^1]));
        Assert.Equal(["{process}"], states.Select(s => s.Unit).Distinct());
        Assert.Equal($"{name} ready", Assert.Single(states, s => s.Value == 1).Tags);

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var all = string.Join(' ', tags.ToArray().Select(tag => tag.Value));
            if (all.Contains(name, StringComparison.Ordinal)) seen.Enqueue((instrument.Name, instrument.Unit, value, all));
        }

        (string? Unit, double Value) Single(string instrument, string tag)
        {
            var (_, unit, value, tags) = Assert.Single(seen, s => s.Instrument == instrument);
            Assert.Contains(tag, tags, StringComparison.Ordinal);
            return (unit, value);
        }
    }

    [Fact]
    public async Task Run_WhileSomebodyTraces_HasSpansForWaitRunAndStop()
    {
        await using var graveyard = new TemporaryGraveyard();
        var name = Path.GetRandomFileName();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Coordinator.TelemetryName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if ((string?)activity.GetTagItem("kubexit.name") == name) spans.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        graveyard.WriteAtomically("db", OriginalTombstone.Alive + OriginalTombstone.ReadyLine);
        var coordinator = Create(graveyard, name);
        var run = coordinator.RunAsync();
        await Limit.Until(() => graveyard.Read(name)?.Ready is not null, () => "The coordinator never said that it is ready.");
        coordinator.RequestStop();
        await run.WaitAsync(Limit.Generous);

        Assert.Equal(["kubexit.wait", "kubexit.run", "kubexit.stop"], spans.Select(span => span.OperationName));
        Assert.Single(spans.Select(span => span.TraceId).Distinct());
        var (wait, alive, stop) = (spans.ElementAt(0), spans.ElementAt(1), spans.ElementAt(2));
        Assert.True(wait.StartTimeUtc + wait.Duration <= alive.StartTimeUtc.AddMilliseconds(50));
        Assert.Equal(alive.StartTimeUtc + alive.Duration, stop.StartTimeUtc, TimeSpan.FromMilliseconds(1));
        Assert.Equal("terminated", stop.GetTagItem("kubexit.outcome"));
        Assert.Null(Activity.Current);
    }

    private static Coordinator Create(TemporaryGraveyard graveyard, string name) => new(
        new CoordinatorOptions
        {
            Name = name,
            GraveyardPath = graveyard.Path,
            BirthDependencies = [new("db")],
            DeathDependencies = [new("job")]
        },
        new ChildStartInfo { Command = ["sleep", "1000"] });
}
