using Kubexit.NodeTermination;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.NodeTermination;

public sealed class NoticeBoardTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly NoticeRules _rules = new();
    private readonly NoticeBoard _board;

    public NoticeBoardTests() => _board = new NoticeBoard(_rules, _time);

    [Fact]
    public void Report_SameEventAgain_KeepsTheFirstEndAndIsNoChange()
    {
        _board.Report(new NoticeReading("k", [new(NodeTerminationKind.GceHostTermination, "e")]));
        var (end, changed) = (_board.Standing[0].EndsAt, _board.Changed);
        _time.Advance(TimeSpan.FromMinutes(5));
        _board.Report(new NoticeReading("k", [new(NodeTerminationKind.GceHostTermination, "e")]));
        Assert.Equal(end, _board.Standing[0].EndsAt);
        Assert.False(changed.IsCompleted);
    }

    [Fact]
    public void Report_CloudMovesTheEnd_FollowsIt()
    {
        var end = _time.GetUtcNow().AddDays(2);
        _board.Report(new NoticeReading("k", [new(NodeTerminationKind.AwsScheduledReboot, "e", end)]));
        _board.Report(new NoticeReading("k", [new(NodeTerminationKind.AwsScheduledReboot, "e", end.AddDays(1))]));
        Assert.Equal((end.AddDays(1), end.AddDays(1).AddMinutes(-15)),
            (Assert.Single(_board.Standing).EndsAt, _board.Standing[0].BeginsAt));
    }

    [Fact]
    public void Report_EndHasPassed_MeansAnyMomentAndDoesNotMoveWithEveryPoll()
    {
        var reading = new NoticeReading("k", [new(NodeTerminationKind.AwsScheduledRetirement, "e", _time.GetUtcNow().AddHours(-1))]);
        _board.Report(reading);
        var end = _board.Standing[0].EndsAt;
        Assert.Equal(_time.GetUtcNow().AddMinutes(2), end);
        _time.Advance(TimeSpan.FromMinutes(1));
        _board.Report(reading);
        Assert.Equal(end, _board.Standing[0].EndsAt);
    }

    [Theory]
    [InlineData(NodeTerminationKind.GcePreemption, 1)]
    [InlineData(NodeTerminationKind.AwsSpotInterruption, 1)]
    [InlineData(NodeTerminationKind.GceHostTermination, 0)]
    [InlineData(NodeTerminationKind.AzurePreemption, 0)]
    public void Report_NothingAfterANotice_ClearsWhatCanBeCancelled(NodeTerminationKind kind, int left)
    {
        _board.Report(new NoticeReading("k", [new(kind, "e")]));
        _board.Report(NoticeReading.None("k"));
        Assert.Equal(left, _board.Standing.Count);
    }

    [Fact]
    public void Failed_AfterANotice_ChangesNothing()
    {
        _board.Report(new NoticeReading("k", [new(NodeTerminationKind.GceHostTermination, "e")]));
        _board.Failed("k", "HTTP status 503");
        Assert.Single(_board.Standing);
    }

    [Fact]
    public void Standing_SeveralNotices_TheNearestEndFirst()
    {
        _board.Report(new NoticeReading("a", [new(NodeTerminationKind.GceHostTermination, "late")]));
        _board.Report(new NoticeReading("b", [new(NodeTerminationKind.GcePreemption, "soon")]));
        Assert.Equal(["soon", "late"], _board.Standing.Select(notice => notice.EventId));
    }

    [Fact]
    public void Seed_EarlierLife_KeepsItsEnd()
    {
        var end = _time.GetUtcNow().AddSeconds(12);
        _board.Report(new NoticeReading("k", [new(NodeTerminationKind.GcePreemption, "e")]));
        _board.Seed(new NodeTerminationNotice(
            NodeTerminationKind.GcePreemption, "e", NoticeAction.Drain, _time.GetUtcNow(), end)
        { Key = "k" });
        _board.Report(new NoticeReading("k", [new(NodeTerminationKind.GcePreemption, "e")]));
        Assert.Equal(end, Assert.Single(_board.Standing).EndsAt);
    }

    [Fact]
    public void Seed_KeyReadsNothingAlready_IsOld()
    {
        _board.Report(NoticeReading.None("k"));
        _board.Seed(new NodeTerminationNotice(
            NodeTerminationKind.GceHostTermination, "e", NoticeAction.Drain, _time.GetUtcNow(), _time.GetUtcNow())
        { Key = "k" });
        Assert.Empty(_board.Standing);
    }

    [Fact]
    public void Rule_Replaced_IsUsed()
    {
        _rules[NodeTerminationKind.GcePreemption] = new NoticeRule(NoticeAction.Ignore, TimeSpan.FromSeconds(150), null);
        _board.Report(new NoticeReading("k", [new(NodeTerminationKind.GcePreemption, "e")]));
        Assert.Empty(_board.Standing);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => _rules[NodeTerminationKind.Manual] = new NoticeRule(NoticeAction.Drain, TimeSpan.FromSeconds(-1), null));
        Assert.Throws<ArgumentOutOfRangeException>(() => _rules[(NodeTerminationKind)99]);
    }

    [Theory]
    [InlineData(30, 0, 30)]
    [InlineData(30, 120, 150)]
    [InlineData(20, 120, 140)]
    [InlineData(150, 120, 150)] // A rule for such VMs already includes the notice.
    public void Report_NoticeThatComesEarlier_HasThatMuchMoreTime(int rule, int advance, int left)
    {
        _rules[NodeTerminationKind.GcePreemption] = new NoticeRule(NoticeAction.Drain, TimeSpan.FromSeconds(rule), null);
        _board.Report(new NoticeReading("k", [new(NodeTerminationKind.GcePreemption, "e") { Advance = TimeSpan.FromSeconds(advance) }]));
        Assert.Equal(_time.GetUtcNow().AddSeconds(left), Assert.Single(_board.Standing).EndsAt);
    }

    [Fact]
    public void Names_EveryKind_ReadsBackAsWritten() =>
        Assert.All(Enum.GetValues<NodeTerminationKind>(),
            kind => Assert.True(NodeTerminationKindName.TryParse(kind.Text(), out var back) && back == kind));
}
