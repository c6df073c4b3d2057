using System.Net;
using Kubexit.Kubernetes;

namespace Kubexit.NodeTermination;

/// <summary>
/// Amazon EC2, polled. A 404 is how EC2 says "no notice", and also how a proxy in between says anything: it is no information, so it clears
/// nothing. The two keys that can be cancelled do it with a 200.
/// </summary>
internal sealed class AwsNoticeSource(AwsMetadata metadata, string bootId, TimeSpan pollInterval, TimeProvider time) : INoticeSource
{
    public const string SpotAction = "spot/instance-action";
    public const string Rebalance = "events/recommendations/rebalance";
    public const string Scheduled = "events/maintenance/scheduled";
    public const string Lifecycle = "autoscaling/target-lifecycle-state";

    public string Name => "aws";

    public Task WatchAsync(INoticeSink sink, CancellationToken cancellationToken) => Task.WhenAll(
        KeepAsync(SpotAction, AwsNoticeReader.SpotAction, sink, cancellationToken),
        KeepAsync(Rebalance, AwsNoticeReader.Rebalance, sink, cancellationToken),
        KeepAsync(Scheduled, AwsNoticeReader.Scheduled, sink, cancellationToken),
        KeepAsync(Lifecycle, body => AwsNoticeReader.Lifecycle(body, bootId), sink, cancellationToken));

    private Task KeepAsync(
        string key, Func<string, IReadOnlyList<Announcement>?> read, INoticeSink sink, CancellationToken cancellationToken) =>
        KeptWatch.RunAsync(key, () => PollAsync(key, read, sink, cancellationToken), sink, time, cancellationToken);

    private async Task PollAsync(
        string key, Func<string, IReadOnlyList<Announcement>?> read, INoticeSink sink, CancellationToken cancellationToken)
    {
        while (true)
        {
            var reply = await metadata.GetAsync(key, cancellationToken);
            if (reply.IsOk && read(reply.Body) is { } announcements)
                sink.Report(new NoticeReading(key, announcements));
            else if (reply.Status == HttpStatusCode.NotFound)
                sink.Seen(key);
            else
                sink.Failed(key, reply.IsOk ? "the value is not a documented one" : reply.Cause);
            await time.DelayAsync(pollInterval, cancellationToken);
        }
    }
}
