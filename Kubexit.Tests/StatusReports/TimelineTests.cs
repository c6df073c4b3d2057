using Kubexit.StatusReports;
using Kubexit.Kubernetes;

namespace Kubexit.Tests.StatusReports;

public sealed class TimelineTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Scale_EverybodyIsDead_EndsWithTheLastDeathHoweverLongAgoThatWas()
    {
        var timeline = new Timeline(Status(T0.AddDays(9), Process(ProcessState.Dead, born: 1, died: 5)));
        Assert.Equal((T0.AddSeconds(1), T0.AddSeconds(5)), (timeline.Start, timeline.End));
    }

    [Fact]
    public void Scale_SomebodyLives_GoesOnUntilNow() =>
        Assert.Equal(T0.AddSeconds(60), new Timeline(Status(T0.AddSeconds(60), Process(ProcessState.Born, born: 1))).End);

    [Fact]
    public void Spans_WholeLife_AreInOrderWithoutGaps()
    {
        var process = Process(ProcessState.Dead, waiting: 0, born: 1, ready: 3, died: 8);
        Assert.Equal(
            [new(SpanKind.Waiting, T0, T0.AddSeconds(1)), new(SpanKind.Born, T0.AddSeconds(1), T0.AddSeconds(3)),
                new(SpanKind.Ready, T0.AddSeconds(3), T0.AddSeconds(8))],
            new Timeline(Status(T0, process)).SpansOf(process));
    }

    [Fact]
    public void Spans_Vanished_AreUnknownFromTheLastThingThatIsKnown()
    {
        var (vanished, other) = (Process(ProcessState.Vanished, born: 1, ready: 2), Process(ProcessState.Dead, born: 0, died: 9));
        Assert.Equal(
            [new(SpanKind.Born, T0.AddSeconds(1), T0.AddSeconds(2)), new(SpanKind.Unknown, T0.AddSeconds(2), T0.AddSeconds(9))],
            new Timeline(Status(T0, vanished, other)).SpansOf(vanished));
    }

    [Fact]
    public void Spans_ClockOfANeighbourRunsBackwards_NoSpanDoesAndNothingBreaks()
    {
        var process = Process(ProcessState.Dead, waiting: 9, born: 5, ready: 7, died: 1);
        var status = Status(T0, process);
        Assert.All(new Timeline(status).SpansOf(process), span => Assert.True(span.From < span.To));
        Assert.Null(process.Lived(T0));
        Assert.NotEmpty(new StatusScreen(80, isColoured: true).Render(status));
        Assert.NotEmpty(StatusSvg.Render(status));
    }

    [Fact]
    public void Everything_AtTheEndsOfTime_CanBeDrawn()
    {
        var stone = new Tombstone { Born = DateTimeOffset.MinValue, Died = DateTimeOffset.MaxValue, ExitCode = int.MinValue };
        var status = Status(T0, new ProcessStatus("x", ProcessState.Dead, stone, null), Process(ProcessState.Born, born: 1));
        Assert.NotEmpty(new StatusScreen(1, isColoured: true).Render(status));
        Assert.NotEmpty(StatusSvg.Render(status));
        Assert.NotEmpty(StatusMermaid.Render(status));
        Assert.NotEmpty(StatusJson.Render(status));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.0001)]
    [InlineData(7)]
    [InlineData(100_000_000)]
    public void Ticks_AnyLength_AreFewAndWithin(double seconds)
    {
        var timeline = new Timeline(Status(T0, Process(ProcessState.Dead, born: 0, died: seconds)));
        var ticks = timeline.Ticks(8).ToArray();
        Assert.InRange(ticks.Length, seconds == 0 ? 0 : 1, 9);
        Assert.All(ticks, tick => Assert.InRange(tick, TimeSpan.Zero, timeline.Length));
    }

    private static GraveyardStatus Status(DateTimeOffset now, params ProcessStatus[] processes) => new("/graveyard", now, processes);

    private static ProcessStatus Process(
        ProcessState state, double? waiting = null, double? born = null, double? ready = null, double? died = null) =>
        new("p", state, new Tombstone { Waiting = At(waiting), Born = At(born), Ready = At(ready), Died = At(died), ExitCode = 0 }, null);

    private static DateTimeOffset? At(double? seconds) => seconds is { } value ? T0.AddSeconds(value) : null;
}
