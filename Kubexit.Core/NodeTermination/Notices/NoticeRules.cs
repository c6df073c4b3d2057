using static Kubexit.NodeTermination.NodeTerminationKind;

namespace Kubexit.NodeTermination;

/// <summary>The table from a kind of notice to what it means: what to do, when the node ends, and how long before that to begin.</summary>
internal sealed class NoticeRules
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1000);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    private readonly Dictionary<NodeTerminationKind, NoticeRule> _rules = new()
    {
        [GcePreemption] = Drain(30),
        [GceHostTermination] = Drain(3600),
        [GceHostMigration] = Announce(60),
        [NodeTerminationKind.GceUpcomingMaintenance] = Announce(3600) with { Lead = Quarter },
        [GceStop] = Drain(30),
        [AwsSpotInterruption] = Drain(120),
        [AwsSpotHibernation] = Drain(10),
        [AwsRebalanceRecommendation] = Announce(120),
        [AwsScheduledReboot] = Drain(120) with { Lead = Quarter },
        [AwsScheduledRetirement] = Drain(120),
        [AwsScheduledMaintenance] = Announce(120) with { Lead = Quarter },
        [AwsScaleIn] = Drain(120),
        [AzurePreemption] = Drain(30),
        [AzureTermination] = Drain(300),
        [AzureReboot] = Drain(30),
        [AzureRedeployment] = Drain(30),
        [AzureFreeze] = Announce(30) with { Action = NoticeAction.Move },
        [Manual] = Drain(30),
    };

    /// <summary>The rule for a kind of notice.</summary>
    /// <param name="kind">The kind.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind, or the rule's times are negative or longer than 1000 hours.</exception>
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

    /// <summary>Whether the cloud never takes such a notice back, so that a later "nothing" is a lie or a race.</summary>
    internal static bool IsFinal(NodeTerminationKind kind) =>
        kind is GcePreemption or AwsSpotInterruption or AwsSpotHibernation or AwsRebalanceRecommendation;

    /// <summary>Whether the node comes back from such an event as itself, with the event perhaps still announced.</summary>
    internal static bool IsReboot(NodeTerminationKind kind) => kind is AwsScheduledReboot or AwsScheduledRetirement or AzureReboot or AzureRedeployment;

    private static void Check(TimeSpan time, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, Longest, parameter);
    }

    private static NoticeRule Drain(int seconds) => new(NoticeAction.Drain, TimeSpan.FromSeconds(seconds), null);

    private static NoticeRule Announce(int seconds) => new(NoticeAction.Announce, TimeSpan.FromSeconds(seconds), null);
}

/// <summary>What one kind of notice means.</summary>
/// <param name="Action">What to do about it.</param>
/// <param name="TimeLeft">How long the node lives from the moment the notice is read, where the cloud does not say. Not negative.</param>
/// <param name="Lead">How long before the end to begin. <see langword="null"/>, the usual value, begins at once; zero begins at the end itself.</param>
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
