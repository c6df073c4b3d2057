using Kubexit.Configuration;

namespace Kubexit.NodeTermination;

/// <summary>A notice that this node ends.</summary>
public sealed record NodeTerminationNotice
{
    internal NodeTerminationNotice(
        NodeTerminationKind kind, string eventId, NoticeAction action, DateTimeOffset beginsAt, DateTimeOffset endsAt) =>
        (Kind, EventId, Action, BeginsAt, EndsAt) = (kind, eventId, action, beginsAt, endsAt);

    /// <summary>What was announced.</summary>
    public NodeTerminationKind Kind { get; internal init; }

    /// <summary>The cloud's id of the event, or one of ours that is the same for as long as the same event is meant.</summary>
    public string EventId { get; internal init; }

    /// <summary>When to begin: the moment it was read, or the rule's lead before the end.</summary>
    public DateTimeOffset BeginsAt { get; internal init; }

    /// <summary>When the node ends: as the cloud says, else as the rules say.</summary>
    public DateTimeOffset EndsAt { get; internal init; }

    /// <summary>Whether it is a reason to stop taking work, and not only to be told (a live migration, advice without a date).</summary>
    public bool EndsWork => Action == NoticeAction.Drain;

    /// <summary>What the rules say to do about it.</summary>
    internal NoticeAction Action { get; init; }

    /// <summary>The metadata key that announced it.</summary>
    internal string Key { get; init; } = "";

    /// <summary>
    /// The end in the cloud's own words, if it gave one; <see cref="EndsAt"/> is later when that has passed and the node still lives.
    /// </summary>
    internal DateTimeOffset? AnnouncedEnd { get; init; }

    /// <summary>For a person: <c>gce-preemption preempted@…, ends at 2026-11-20T10:41:46Z</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Kind.Text()} {EventId}, ends at {EndsAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}";
}
