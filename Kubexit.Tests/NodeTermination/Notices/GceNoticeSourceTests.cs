using Kubexit.Configuration;
using Kubexit.NodeTermination;
using Kubexit.Tests.KubernetesApi;
using static Kubexit.NodeTermination.GceNoticeSource;

namespace Kubexit.Tests.NodeTermination;

public sealed class GceNoticeSourceTests : NoticeSourceTest
{
    private readonly GceMetadataServer _server = new();

    public override async ValueTask InitializeAsync() => await _server.StartAsync();

    protected override async Task StopAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Watch_NothingAnnounced_ReadsEveryKeyOnceAndHangs()
    {
        Start();
        Assert.Empty((await Sink.ReadingAsync(Preempted, _ => true)).Announcements);
        Assert.Empty((await Sink.ReadingAsync(MaintenanceEvent, _ => true)).Announcements);
        await Eventually.TrueAsync(() => _server.Hanging == 2);
        Assert.All([Preempted, MaintenanceEvent], key => Assert.Equal(2, _server.Requests.Count(request => request.Contains(key))));
        Assert.Contains(_server.Requests, request => request.Contains("wait_for_change=true&timeout_sec=60&last_etag=0"));
    }

    [Fact]
    public async Task Watch_Preempted_AnnouncedWithoutPolling()
    {
        Start();
        await Eventually.TrueAsync(() => _server.Hanging == 2);
        _server.Set(Preempted, "TRUE");
        var notice = Assert.Single((await Sink.ReadingAsync(Preempted, reading => reading.Announcements.Count > 0)).Announcements);
        Assert.Equal(new Announcement(NodeTerminationKind.GcePreemption, "preempted@boot-1"), notice);
        await Eventually.TrueAsync(() => _server.Hanging == 2);
        Assert.Equal(3, _server.Requests.Count(request => request.Contains(Preempted)));
    }

    [Theory]
    [InlineData("""{"onHostMaintenance":"TERMINATE","preemptible":"TRUE","preemptionNoticeDuration":"120s"}""", 120)]
    [InlineData("""{"preemptible":"TRUE","preemption-notice-duration":"120"}""", 120)]
    [InlineData("""{"preemption_notice_duration":120}""", 120)]
    [InlineData("""{"preemptionNoticeDuration":{"seconds":"120","nanos":0}}""", 120)]
    [InlineData("""{"preemptionNoticeDuration":"0s"}""", 0)]
    [InlineData("""{"preemptionNoticeDuration":"1e300s"}""", 0)]
    [InlineData("""{"preemptionNoticeDuration":[120]}""", 0)]
    [InlineData("""{"preemptible":"TRUE"}""", 0)]
    [InlineData("""[]""", 0)]
    [InlineData("<html>", 0)]
    public async Task Watch_PreemptionWithANotice_TellsHowMuchEarlierItComes(string scheduling, int seconds)
    {
        _server.Set("instance/scheduling/", scheduling);
        _server.Set(Preempted, "TRUE");
        Start();
        var notice = Assert.Single((await Sink.ReadingAsync(Preempted, _ => true)).Announcements);
        Assert.Equal(TimeSpan.FromSeconds(seconds), notice.Advance);
    }

    [Theory]
    [InlineData("TERMINATE_ON_HOST_MAINTENANCE", NodeTerminationKind.GceHostTermination)]
    [InlineData("MIGRATE_ON_HOST_MAINTENANCE", NodeTerminationKind.GceHostMigration)]
    public async Task Watch_MaintenanceEvent_KindFollowsTheValue(string value, NodeTerminationKind kind)
    {
        _server.Set(MaintenanceEvent, value);
        Start();
        Assert.Equal(kind, Assert.Single((await Sink.ReadingAsync(MaintenanceEvent, _ => true)).Announcements).Kind);
    }

    [Fact]
    public async Task Watch_StopInProgress_Announced()
    {
        _server.Set(StopState, "PENDING_STOP");
        Start();
        Assert.Equal(NodeTerminationKind.GceStop, Assert.Single((await Sink.ReadingAsync(StopState, _ => true)).Announcements).Kind);
    }

    [Theory]
    [InlineData("""
        {"type":"SCHEDULED","maintenance_status":"PENDING","window_start_time":"2026-11-21T10:00:00Z","can_reschedule":"true"}
        """)]
    [InlineData("""{"type":"SCHEDULED","maintenanceStatus":"PENDING","windowStartTime":"2026-11-21T10:00:00Z"}""")]
    public async Task Watch_UpcomingMaintenance_EndsAtTheWindowsStart(string json)
    {
        _server.Set(UpcomingMaintenance, json);
        Start();
        var notice = Assert.Single((await Sink.ReadingAsync(UpcomingMaintenance, _ => true)).Announcements);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero), notice.End);
    }

    [Theory]
    [InlineData("NONE")]
    [InlineData("\"NONE\"")]
    [InlineData("{}")]
    [InlineData("""{"error":"no notifications have been received yet"}""")]
    public async Task Watch_NoUpcomingMaintenance_IsRead(string json)
    {
        _server.Set(UpcomingMaintenance, json);
        Start();
        Assert.Empty((await Sink.ReadingAsync(UpcomingMaintenance, _ => true)).Announcements);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(404)]
    [InlineData(400)]
    [InlineData(0)]
    public async Task Watch_Fault_IsNoReadingAndTheWatchGoesOn(int status)
    {
        _server.Fail(status, status, status, status, status); // Four keys, and the scheduling.
        Start();
        await Sink.UntilAsync(() => Sink.Failures.Count + Sink.Absent.Count >= 4 ? "" : null);
        Assert.Empty(Sink.Readings(Preempted));
        // Two of the four keys are there on some machine types only: that they are not is no error.
        Assert.Equal(status == 404, Sink.Absent.Count > 0);
        _server.Set(Preempted, "TRUE");
        Assert.Single((await Sink.ReadingAsync(Preempted, _ => true)).Announcements);
    }

    [Fact]
    public async Task Watch_AnswerIsNotGoogles_IsNoReading()
    {
        _server.Impostor = true;
        _server.Set(Preempted, "TRUE");
        Start();
        await Sink.UntilAsync(() => Sink.Failures.Any(failure => failure.Key == Preempted) ? "" : null);
        Assert.Empty(Sink.Readings(Preempted));
    }

    [Fact]
    public async Task Watch_UnknownValue_IsNoReading()
    {
        _server.Set(Preempted, "<html>");
        Start();
        await Sink.UntilAsync(() => Sink.Failures.Any(failure => failure.Key == Preempted) ? "" : null);
        Assert.Empty(Sink.Readings(Preempted));
    }

    private void Start() => Watch(new GceNoticeSource(_server.Url, "boot-1", Http, TimeProvider.System));
}
