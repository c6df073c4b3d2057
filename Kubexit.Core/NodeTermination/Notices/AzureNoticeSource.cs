using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kubexit.NodeTermination;

/// <summary>
/// Azure scheduled events, polled. The document is about a whole availability set: only events that name our own resource (<c>vmss_3</c>)
/// count. https://learn.microsoft.com/azure/virtual-machines/linux/scheduled-events
/// </summary>
internal sealed class AzureNoticeSource(
    Uri metadata, Func<CancellationToken, Task<string?>> resource, TimeSpan pollInterval, MetadataHttp http, TimeProvider time)
        : INoticeSource
{
    public const string Key = "scheduledevents";

    internal static readonly (string, string) Header = ("Metadata", "true");

    // The very first call turns the service on for the VM, which takes up to two minutes.
    private static readonly TimeSpan FirstLimit = TimeSpan.FromSeconds(130), Limit = TimeSpan.FromSeconds(5);

    private readonly Uri _events = new(metadata, "metadata/scheduledevents?api-version=2020-07-01");

    /// <summary>Events that name nobody but us: only these may be started for all they name.</summary>
    private readonly ConcurrentDictionary<string, bool> _ours = new(StringComparer.Ordinal);

    public string Name => "azure";

    public async Task WatchAsync(INoticeSink sink, CancellationToken cancellationToken)
    {
        string? name = null;
        var limit = FirstLimit;
        while (true)
        {
            // Reading the events needs no name and must not wait for one: it is what turns the service on.
            var reply = await http.SendAsync(HttpMethod.Get, _events, Header, limit, cancellationToken);
            name ??= await resource(cancellationToken);
            if (reply.IsOk) limit = Limit;
            if (name is null)
                sink.Failed(Key, "the name of this VM is not known yet");
            else if (reply.IsOk && AzureNoticeReader.Read(reply.Body, name) is { } events)
                Report(sink, events);
            else
                sink.Failed(Key, reply.IsOk ? "the document is not in a known format" : reply.Cause);
            await time.DelayAsync(pollInterval, cancellationToken);
        }
    }

    public async Task<bool> AcknowledgeAsync(string eventId, CancellationToken cancellationToken)
    {
        if (!_ours.GetValueOrDefault(eventId)) return false;
        var start = new JsonObject { ["StartRequests"] = new JsonArray(new JsonObject { ["EventId"] = eventId }) };
        return (await http.SendAsync(HttpMethod.Post, _events, Header, Limit, cancellationToken, start.ToJsonString())).IsOk;
    }

    private void Report(INoticeSink sink, IReadOnlyList<AzureNoticeReader.ScheduledEvent> events)
    {
        foreach (var scheduled in events) _ours[scheduled.Announcement.EventId] = scheduled.OnlyOurs;
        sink.Report(new NoticeReading(Key, [.. events.Select(scheduled => scheduled.Announcement)]));
    }
}
