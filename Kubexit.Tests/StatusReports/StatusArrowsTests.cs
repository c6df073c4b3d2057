using System.Xml.Linq;
using Kubexit.StatusReports;

namespace Kubexit.Tests.StatusReports;

public sealed class StatusArrowsTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("db", 2)]
    [InlineData("db?:ready", 2)]
    [InlineData("db:born", 1)]
    [InlineData("db:died", 4)]
    [InlineData("db:succeeded", 4)]
    public void Awaits_CameTrue_PointsFromItsMoment(string awaits, double at)
    {
        var arrow = Assert.Single(Arrows(Db(), App(new() { Awaits = awaits, Born = At(5) })));
        Assert.Equal((ArrowKind.Awaited, 0, 1, At(at)), (arrow.Kind, arrow.From, arrow.To, arrow.At));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("job/db:succeeded")]
    [InlineData("app:born")]
    [InlineData("db:never,,../x,?")]
    public void Awaits_NobodyInThePicture_PointsNowhere(string awaits) =>
        Assert.Empty(Arrows(Db(), App(new() { Awaits = awaits, Born = At(5) })));

    [Fact]
    public void Awaits_OnlyALaterLifeWasReady_PointsNowhere() =>
        Assert.Empty(Arrows(Db(new() { Born = At(6), Ready = At(7) }), App(new() { Awaits = "db", Born = At(5) })));

    [Fact]
    public void Awaits_StillWaiting_IsMissedUntilNow()
    {
        var arrow = Assert.Single(
            Arrows(Db(new() { Born = At(1) }, ProcessState.Born), App(new() { Awaits = "db", Waiting = At(0) }, ProcessState.Waiting)));
        Assert.Equal((ArrowKind.Missed, At(10)), (arrow.Kind, arrow.At));
    }

    [Fact]
    public void Awaits_WaitedInVain_IsMissedUntilTheEnd()
    {
        var timedOut = new Tombstone
        {
            Awaits = "db:succeeded",
            Waiting = At(0),
            Died = At(3),
            ExitCode = 124,
            Reason = DeathReason.BirthTimeout
        };
        var arrow = Assert.Single(Arrows(Db(new() { Born = At(1) }, ProcessState.Born), App(timedOut)));
        Assert.Equal((ArrowKind.Missed, At(3), "app waited for db to succeed"), (arrow.Kind, arrow.At, arrow.Text));
    }

    [Fact]
    public void Answered_DeathThatStoppedIt_Points()
    {
        var arrow = Assert.Single(Arrows(Db(), App(Stopped(new("1", At(4))))));
        Assert.Equal((ArrowKind.Stopped, 0, 1, At(4), "app was stopped by the death of db"),
            (arrow.Kind, arrow.From, arrow.To, arrow.At, arrow.Text));
    }

    [Fact]
    public void Answered_DependencyVanished_PointsWhenItWasFelt()
    {
        var vanished = Db(new() { Life = "1", Born = At(1) }, ProcessState.Vanished);
        Assert.Equal(At(5), Assert.Single(Arrows(vanished, App(Stopped(new("1", null))))).At);
    }

    [Fact]
    public void Answered_DependencyLivesAgain_PointsNowhere() => Assert.Empty(Arrows(Db(), App(Stopped(new("0", At(4))))));

    [Fact]
    public void Answered_InAnEarlierLifeToo_OnlyThisOnePoints()
    {
        var stopped = Stopped(new("1", At(4))) with
        {
            Waiting = At(3),
            Answered = new Dictionary<string, AnsweredDeath> { ["db"] = new("1", At(4)), ["old"] = new("2", At(1)) },
        };
        var old = new ProcessStatus("old", ProcessState.Dead, new Tombstone { Life = "2", Died = At(1) }, null);
        Assert.Equal(0, Assert.Single(Arrows(Db(), App(stopped), old)).From);
    }

    [Fact]
    public void Answered_EndedForAnotherReason_PointsNowhere() =>
        Assert.Empty(Arrows(Db(), App(Stopped(new("1", At(4))) with { Reason = DeathReason.Terminated })));

    [Fact]
    public void Svg_Arrow_SaysWhatItTellsAndStaysWithinThePicture()
    {
        var root = XDocument.Parse(StatusSvg.Render(Status(Db(), App(Stopped(new("1", At(4))))))).Root!;
        var arrow = Assert.Single(root.Elements(), e => e.Name.LocalName == "path" && e.Elements().Any());
        Assert.Equal("app was stopped by the death of db", arrow.Value);
        Assert.Matches("^M[0-9.]+ 105V124m-4 -5l4 5 4 -5$", (string?)arrow.Attribute("d"));
    }

    private static List<Arrow> Arrows(params ProcessStatus[] processes)
    {
        var (status, arrows) = (Status(processes), new List<Arrow>());
        StatusArrows.Find(status, new Timeline(status), (kind, from, to, at, text) => arrows.Add(new(kind, from, to, at, text)));
        return arrows;
    }

    private sealed record Arrow(ArrowKind Kind, int From, int To, DateTimeOffset At, string Text);

    private static GraveyardStatus Status(params ProcessStatus[] processes) => new("/graveyard", At(10), processes);

    private static ProcessStatus Db(Tombstone? stone = null, ProcessState state = ProcessState.Dead) =>
        new("db", state, stone ?? new Tombstone { Life = "1", Born = At(1), Ready = At(2), Died = At(4), ExitCode = 0 }, null);

    private static ProcessStatus App(Tombstone stone, ProcessState state = ProcessState.Dead) => new("app", state, stone, null);

    private static Tombstone Stopped(AnsweredDeath death) => new()
    {
        Born = At(2),
        Died = At(5),
        ExitCode = 143,
        Reason = DeathReason.DependencyDied,
        Answered = new Dictionary<string, AnsweredDeath> { ["db"] = death },
    };

    private static DateTimeOffset At(double seconds) => T0.AddSeconds(seconds);
}
