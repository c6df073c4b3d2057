using System.Globalization;
using System.Net;
using Kubexit.Kubernetes;

namespace Kubexit.NodeTermination;

/// <summary>
/// Google Compute Engine. Every key has its own hanging get, so that a notice arrives without polling and one key never speaks for another.
/// https://cloud.google.com/compute/docs/metadata/querying-metadata#waitforchange
/// </summary>
internal sealed class GceNoticeSource(Uri metadata, string bootId, MetadataHttp http, TimeProvider time) : INoticeSource
{
    public const string MaintenanceEvent = "instance/maintenance-event";
    public const string Preempted = "instance/preempted";
    public const string UpcomingMaintenance = "instance/upcoming-maintenance";
    public const string StopState = "instance/shutdown-details/stop-state";

    internal static readonly (string, string) Flavor = ("Metadata-Flavor", "Google");

    // More than the 60 s after which the server answers anyway: past that, the connection is dead.
    private static readonly TimeSpan ClientLimit = TimeSpan.FromSeconds(70);

    // Nothing waits for a change yet: the answer comes at once, or not at all.
    private static readonly TimeSpan FirstLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1), Last = TimeSpan.FromSeconds(5);

    private readonly GceScheduling _scheduling = new(metadata, http, time);

    public string Name => "gce";

    public Task WatchAsync(INoticeSink sink, CancellationToken cancellationToken) => Task.WhenAll(
        KeepKeyAsync(MaintenanceEvent, sink, cancellationToken),
        KeepKeyAsync(Preempted, sink, cancellationToken),
        KeepKeyAsync(UpcomingMaintenance, sink, cancellationToken),
        KeepKeyAsync(StopState, sink, cancellationToken),
        _scheduling.RunAsync(cancellationToken));

    private Task KeepKeyAsync(string key, INoticeSink sink, CancellationToken cancellationToken) =>
        KeptWatch.RunAsync(key, () => WatchKeyAsync(key, sink, cancellationToken), sink, time, cancellationToken);

    private async Task WatchKeyAsync(string key, INoticeSink sink, CancellationToken cancellationToken)
    {
        // 0 never matches: "tell me now", which closes the race between a first plain get and the first wait.
        var etag = "0";
        var pause = new RetryPause(First, Last, time);
        while (true)
        {
            var started = time.GetTimestamp();
            var limit = etag == "0" ? FirstLimit : ClientLimit;
            var reply = await http.SendAsync(HttpMethod.Get, HangingGet(key, etag), Flavor, limit, cancellationToken);
            if (reply is { IsOk: true, Flavor: "Google" } && Read(key, reply.Body) is { } announcements)
            {
                if (key == Preempted && announcements.Count > 0) await _scheduling.Known(cancellationToken);
                if (_scheduling.PreemptionNotice is { } advance) announcements = [.. announcements.Select(one => Advanced(one, advance))];
                sink.Report(new NoticeReading(key, announcements));
                // A server that does not hang (no etag, or an unchanged one at once) must not make us spin.
                var idle = reply.ETag is null || (reply.ETag == etag && time.GetElapsedTime(started) < First);
                etag = reply.ETag ?? "0";
                if (!idle)
                {
                    pause.Reset();
                    continue;
                }
            }
            else if (reply.Status == HttpStatusCode.NotFound && key is (UpcomingMaintenance or StopState))
            {
                sink.Seen(key); // Most machine types have neither.
            }
            else
            {
                sink.Failed(key, Cause(reply));
            }
            await pause.WaitAsync(cancellationToken);
        }
    }

    private Uri HangingGet(string key, string etag) => new(metadata, string.Create(CultureInfo.InvariantCulture,
        $"computeMetadata/v1/{key}?alt={(key == UpcomingMaintenance ? "json" : "text")}&wait_for_change=true&timeout_sec=60"
        + $"&last_etag={Uri.EscapeDataString(etag)}"));

    private static string Cause(MetadataReply reply) => reply switch
    {
        { IsOk: true, Flavor: not "Google" } => "the answer is not from Google's metadata server",
        { IsOk: true } => "the value is not a documented one",
        { Status: HttpStatusCode.NotFound } => "the server has no such key",
        _ => reply.Cause,
    };

    /// <summary>
    /// What a value announces; <see langword="null"/> when it is none of the documented ones, and so says nothing at all.
    /// </summary>
    private IReadOnlyList<Announcement>? Read(string key, string value) => (key, value.Trim()) switch
    {
        (MaintenanceEvent, "NONE") or (Preempted, "FALSE") or (StopState, "UNSPECIFIED") => [],
        (MaintenanceEvent, "TERMINATE_ON_HOST_MAINTENANCE" or "SHUTDOWN_ON_HOST_MAINTENANCE") =>
            [Of(NodeTerminationKind.GceHostTermination, key)],
        (MaintenanceEvent, "MIGRATE_ON_HOST_MAINTENANCE") => [Of(NodeTerminationKind.GceHostMigration, key)],
        (Preempted, "TRUE") => [Of(NodeTerminationKind.GcePreemption, key)],
        (StopState, "PENDING_STOP") => [Of(NodeTerminationKind.GceStop, key)],
        (UpcomingMaintenance, var json) => GceUpcomingMaintenance.Read(json),
        _ => null,
    };

    private static Announcement Advanced(Announcement announcement, TimeSpan advance) =>
        announcement.Kind == NodeTerminationKind.GcePreemption ? announcement with { Advance = advance } : announcement;

    // These keys carry no id. The same boot and key is the same event: a restart of the agent must recognise it, a new boot must not.
    private Announcement Of(NodeTerminationKind kind, string key) => new(kind, $"{key[(key.LastIndexOf('/') + 1)..]}@{bootId}");
}
