using Kubexit.Configuration;

namespace Kubexit.NodeTermination;

/// <summary>What a source read, before any rule of ours is applied.</summary>
/// <param name="Kind">What was announced.</param>
/// <param name="EventId">The same for as long as the same event is meant; also after a restart of the agent.</param>
/// <param name="End">When the node ends, if the cloud says so.</param>
/// <param name="Advance">
/// How long before the usual notice this one comes, if the cloud says so. A rule that gives at least as much time counts it in.
/// </param>
internal sealed record Announcement(NodeTerminationKind Kind, string EventId, DateTimeOffset? End = null, TimeSpan Advance = default);

/// <summary>
/// All that one metadata key says now: a level, not an edge. An empty list is the positive statement "nothing is announced". A failure to
/// read is no reading at all, so that it can neither raise nor clear a notice.
/// </summary>
internal sealed record NoticeReading(string Key, IReadOnlyList<Announcement> Announcements)
{
    public static NoticeReading None(string key) => new(key, []);
}
