using Kubexit.Configuration;
using Kubexit.NodeTermination;
using static Kubexit.NodeTermination.AwsNoticeSource;

namespace Kubexit.Tests.NodeTermination;

public sealed class AwsNoticeSourceTests : NoticeSourceTest
{
    private readonly AwsMetadataServer _server = new();

    public override async ValueTask InitializeAsync() => await _server.StartAsync();

    protected override async Task StopAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("terminate", NodeTerminationKind.AwsSpotInterruption)]
    [InlineData("stop", NodeTerminationKind.AwsSpotInterruption)]
    public async Task Watch_SpotAction_EndsWhenItSays(string action, NodeTerminationKind kind)
    {
        _server.Set(SpotAction, $$"""{"action":"{{action}}","time":"2020-04-24T17:11:44Z"}""");
        Start();
        var notice = await FirstAsync(SpotAction);
        Assert.Equal((kind, new DateTimeOffset(2020, 4, 24, 17, 11, 44, TimeSpan.Zero)), (notice.Kind, notice.End!.Value));
    }

    [Fact]
    public async Task Watch_SpotHibernation_StartsAtOnceWhateverTheTimeSays()
    {
        _server.Set(SpotAction, """{"action":"hibernate","time":"2020-04-24T17:11:44Z"}""");
        Start();
        var notice = await FirstAsync(SpotAction);
        Assert.Equal((NodeTerminationKind.AwsSpotHibernation, null), (notice.Kind, notice.End));
    }

    [Fact]
    public async Task Watch_RebalanceRecommendation_Announced()
    {
        _server.Set(Rebalance, """{"noticeTime":"2020-10-16T19:18:24Z"}""");
        Start();
        Assert.Equal(NodeTerminationKind.AwsRebalanceRecommendation, (await FirstAsync(Rebalance)).Kind);
    }

    [Fact]
    public async Task Watch_ScheduledEvents_OnlyTheActiveOnesAndTheirDates()
    {
        _server.Set(Scheduled, """
            [{"NotBefore":"1 Jan 2019 09:00:43 GMT","Code":"instance-stop","Description":"x",
              "EventId":"instance-event-0d59937288b749b32","NotAfter":"","State":"active"},
             {"NotBefore":"21 Jan 2019 09:00:43 GMT","Code":"system-reboot","Description":"x",
              "EventId":"instance-event-1","NotAfter":"21 Jan 2019 09:17:23 GMT","State":"completed"},
             {"NotBefore":"21 Jan 2019 09:00:43 GMT","Code":"system-reboot","Description":"x",
              "EventId":"instance-event-2","NotAfter":"21 Jan 2019 09:17:23 GMT","State":"canceled"}]
            """);
        Start();
        Assert.Equal(
            new Announcement(NodeTerminationKind.AwsScheduledRetirement, "instance-event-0d59937288b749b32",
                new DateTimeOffset(2019, 1, 1, 9, 0, 43, TimeSpan.Zero)),
            Assert.Single((await Sink.ReadingAsync(Scheduled, _ => true)).Announcements));
    }

    [Fact]
    public async Task Watch_ScaleIn_SameEventOnEveryPoll()
    {
        _server.Set(Lifecycle, "Terminated");
        Start();
        await Sink.UntilAsync(() => Sink.Readings(Lifecycle).Count >= 3 ? "" : null);
        Assert.Equal("scale-in@boot-1",
            Assert.Single(Sink.Readings(Lifecycle).SelectMany(reading => reading.Announcements).Distinct()).EventId);
    }

    [Fact]
    public async Task Watch_NotFound_SaysNothingAtAll()
    {
        _server.Set(SpotAction, """{"action":"terminate","time":"2020-04-24T17:11:44Z"}""");
        Start();
        await FirstAsync(SpotAction);
        _server.Set(SpotAction, null);
        var seen = Sink.Readings(Scheduled).Count;
        await Sink.UntilAsync(() => Sink.Readings(Scheduled).Count > seen + 3 ? "" : null);
        Assert.All(Sink.Readings(SpotAction), reading => Assert.Single(reading.Announcements));
        Assert.Empty(Sink.Failures);
    }

    [Fact]
    public async Task Watch_TokenRefused_RenewedWithinTheSamePoll()
    {
        Start();
        await Sink.ReadingAsync(Scheduled, _ => true);
        _server.ExpireToken();
        var seen = Sink.Readings(Scheduled).Count;
        await Sink.UntilAsync(() => Sink.Readings(Scheduled).Count > seen + 1 ? "" : null);
        Assert.Empty(Sink.Failures);
        Assert.True(_server.TokensIssued >= 2);
    }

    [Fact]
    public async Task Watch_OneTokenServesEveryKey()
    {
        Start();
        await Sink.UntilAsync(() => Sink.Readings(Scheduled).Count >= 5 ? "" : null);
        Assert.Equal(1, _server.TokensIssued);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(503)]
    [InlineData(0)]
    public async Task Watch_Fault_IsNoReadingAndTheWatchGoesOn(int status)
    {
        _server.Fail(status, status, status, status, status);
        Start();
        await Sink.UntilAsync(() => Sink.Failures.Count >= 5 ? "" : null);
        await Sink.ReadingAsync(Scheduled, _ => true);
    }

    [Theory]
    [InlineData(SpotAction, "<html></html>")]
    [InlineData(SpotAction, "{}")]
    [InlineData(Scheduled, "{}")]
    [InlineData(Scheduled, "[1]")]
    [InlineData(Lifecycle, "<html>")]
    public async Task Watch_BodyNotUnderstood_IsNoReading(string key, string body)
    {
        _server.Set(key, body);
        Start();
        await Sink.UntilAsync(() => Sink.Failures.Any(failure => failure.Key == key) ? "" : null);
        Assert.Empty(Sink.Readings(key));
    }

    private void Start() =>
        Watch(new AwsNoticeSource(
            new AwsMetadata(_server.Url, Http, TimeProvider.System), "boot-1", TimeSpan.FromMilliseconds(20), TimeProvider.System));

    private async Task<Announcement> FirstAsync(string key) =>
        Assert.Single((await Sink.ReadingAsync(key, reading => reading.Announcements.Count > 0)).Announcements);
}
