using static Kubexit.NodeTermination.NodeTerminationKind;

namespace Kubexit.NodeTermination;

/// <summary>Google Compute Engine.</summary>
internal sealed class GceCloud : Cloud
{
    public override IReadOnlyDictionary<NodeTerminationKind, NoticeFacts> Kinds { get; } = new Dictionary<NodeTerminationKind, NoticeFacts>
    {
        [GcePreemption] = NoticeFacts.Drain(30) with { IsFinal = true },
        [GceHostTermination] = NoticeFacts.Drain(3600),
        [GceHostMigration] = NoticeFacts.Announce(60),
        [NodeTerminationKind.GceUpcomingMaintenance] = NoticeFacts.Announce(3600).WithLead(TimeSpan.FromMinutes(15)),
        [GceStop] = NoticeFacts.Drain(30),
    };

    /// <summary>Google's server signs its answers with its flavor.</summary>
    public override async Task<bool> AnswersAsync(CloudContext context, CancellationToken cancellationToken) =>
        await context.Http.SendAsync(
        HttpMethod.Get, new Uri(context.Metadata, "computeMetadata/v1/instance/id"), GceNoticeSource.Flavor, MetadataHttp.ShortLimit,
        cancellationToken)
        is { IsOk: true, Flavor: "Google" };

    public override INoticeSource CreateSource(CloudContext context) =>
        new GceNoticeSource(context.Metadata, context.BootId, context.Http, context.Time);
}
