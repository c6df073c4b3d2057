using Kubexit.Configuration;

namespace Kubexit.NodeTermination;

/// <summary>A notice that this node ends.</summary>
/// <param name="Kind">What was announced.</param>
/// <param name="EventId">The cloud's id of the event, or one of ours that is the same for as long as the same event is meant.</param>
/// <param name="Action">What the rules say to do about it.</param>
/// <param name="BeginsAt">When to begin: the moment it was read, or the rule's lead before the end.</param>
/// <param name="EndsAt">When the node ends: as the cloud says, else as the rules say.</param>
public sealed record NodeTerminationNotice(
    NodeTerminationKind Kind, string EventId, NoticeAction Action, DateTimeOffset BeginsAt, DateTimeOffset EndsAt)
{
    /// <summary>The metadata key that announced it.</summary>
    internal string Key { get; init; } = "";

    /// <summary>The end in the cloud's own words, if it gave one; <see cref="EndsAt"/> is later when that has passed and the node still lives.</summary>
    internal DateTimeOffset? AnnouncedEnd { get; init; }

    /// <summary>For a person: <c>gce-preemption preempted@…, ends at 2026-11-20T10:41:46Z</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Kind.Text()} {EventId}, ends at {EndsAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}";
}
