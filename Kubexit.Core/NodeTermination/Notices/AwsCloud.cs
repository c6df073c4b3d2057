using static Kubexit.NodeTermination.NodeTerminationKind;

namespace Kubexit.NodeTermination;

/// <summary>Amazon EC2.</summary>
internal sealed class AwsCloud : Cloud
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    public override IReadOnlyDictionary<NodeTerminationKind, NoticeFacts> Kinds { get; } = new Dictionary<NodeTerminationKind, NoticeFacts>
    {
        [AwsSpotInterruption] = NoticeFacts.Drain(120) with { IsFinal = true, LongestNotice = TimeSpan.FromSeconds(120) },
        [AwsSpotHibernation] = NoticeFacts.Drain(10) with { IsFinal = true },
        [AwsRebalanceRecommendation] = NoticeFacts.Announce(120) with { IsFinal = true },
        [AwsScheduledReboot] = NoticeFacts.Drain(120).WithLead(Quarter) with { IsReboot = true },
        [AwsScheduledRetirement] = NoticeFacts.Drain(120) with { IsReboot = true },
        [AwsScheduledMaintenance] = NoticeFacts.Announce(120).WithLead(Quarter),
        [AwsScaleIn] = NoticeFacts.Drain(120),
    };

    public override Task<bool> AnswersAsync(CloudContext context, CancellationToken cancellationToken) =>
        Metadata(context).AnswersAsync(cancellationToken);

    public override INoticeSource CreateSource(CloudContext context) => new AwsNoticeSource(
        Metadata(context), context.BootId, context.Options.PollInterval ?? TimeSpan.FromSeconds(2), context.Time);

    private static AwsMetadata Metadata(CloudContext context) =>
        new(context.Metadata, context.Http, context.Time, context.Options.AllowAwsVersion1);
}
