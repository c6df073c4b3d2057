namespace Kubexit.NodeTermination;

/// <summary>
/// What each kind of notice means here: what to do, when the node ends, and how long before that to begin. It starts as the clouds say
/// (<see cref="Cloud.Kinds"/>).
/// </summary>
internal sealed class NoticeRules
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1000);

    private static readonly Dictionary<NodeTerminationKind, NoticeFacts> Facts = new(
        NodeTerminationProviders.Clouds.SelectMany(cloud => cloud.Kinds).Append(new(NodeTerminationKind.Manual, NoticeFacts.Drain(30))));

    private readonly Dictionary<NodeTerminationKind, NoticeRule> _rules = Facts.ToDictionary(kind => kind.Key, kind => kind.Value.Rule);

    /// <summary>The rule for a kind of notice.</summary>
    /// <param name="kind">The kind.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind, or the rule's times are negative or longer than 1000
    /// hours.</exception>
    public NoticeRule this[NodeTerminationKind kind]
    {
        get => _rules.TryGetValue(kind, out var rule) ? rule : throw new ArgumentOutOfRangeException(nameof(kind));
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Check(value.TimeLeft, nameof(value));
            if (value.Lead is { } lead) Check(lead, nameof(value));
            if (!Enum.IsDefined(kind)) throw new ArgumentOutOfRangeException(nameof(kind));
            _rules[kind] = value;
        }
    }

    /// <summary>What is known of a kind of notice.</summary>
    internal static NoticeFacts FactsOf(NodeTerminationKind kind) => Facts[kind];

    private static void Check(TimeSpan time, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, Longest, parameter);
    }
}

/// <summary>What one kind of notice means.</summary>
/// <param name="Action">What to do about it.</param>
/// <param name="TimeLeft">How long the node lives from the moment the notice is read, where the cloud does not say. Not negative.</param>
/// <param name="Lead">How long before the end to begin. <see langword="null"/>, the usual value, begins at once; zero begins at the end
/// itself.</param>
internal sealed record NoticeRule(NoticeAction Action, TimeSpan TimeLeft, TimeSpan? Lead);

/// <summary>What to do about a notice.</summary>
internal enum NoticeAction
{
    /// <summary>Nothing.</summary>
    Ignore,

    /// <summary>Say so (log, event, webhook), and leave the node alone.</summary>
    Announce,

    /// <summary>Say so, and move the pods that ask for it; in an application: say so.</summary>
    Move,

    /// <summary>Taint and drain the node; in an application: stop taking work.</summary>
    Drain,
}
