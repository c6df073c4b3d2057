namespace Kubexit.NodeTermination;

/// <summary>What is known of one kind of notice.</summary>
/// <param name="Rule">What it means unless the user says otherwise.</param>
internal sealed record NoticeFacts(NoticeRule Rule)
{
    /// <summary>Whether the cloud never takes such a notice back, so that a later "nothing" is a lie or a race.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Whether the node comes back from such an event as itself, with the event perhaps still announced.</summary>
    public bool IsReboot { get; init; }

    /// <summary>The longest time between the notice and the end that this cloud gives; a later end is a clock that is behind.</summary>
    public TimeSpan? LongestNotice { get; init; }

    public static NoticeFacts Drain(int seconds) => Of(NoticeAction.Drain, seconds);

    public static NoticeFacts Announce(int seconds) => Of(NoticeAction.Announce, seconds);

    public NoticeFacts WithLead(TimeSpan lead) => this with { Rule = Rule with { Lead = lead } };

    private static NoticeFacts Of(NoticeAction action, int seconds) => new(new NoticeRule(action, TimeSpan.FromSeconds(seconds), null));
}
