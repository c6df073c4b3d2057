using static Kubexit.NodeTermination.NodeTerminationKind;

namespace Kubexit.NodeTermination;

/// <summary>Microsoft Azure.</summary>
internal sealed class AzureCloud : Cloud
{
    public override IReadOnlyDictionary<NodeTerminationKind, NoticeFacts> Kinds { get; } = new Dictionary<NodeTerminationKind, NoticeFacts>
    {
        [AzurePreemption] = NoticeFacts.Drain(30),
        [AzureTermination] = NoticeFacts.Drain(300),
        [AzureReboot] = NoticeFacts.Drain(30) with { IsReboot = true },
        [AzureRedeployment] = NoticeFacts.Drain(30) with { IsReboot = true },
        [AzureFreeze] = NoticeFacts.Move(30),
    };

    public override async Task<bool> AnswersAsync(CloudContext context, CancellationToken cancellationToken) =>
        await AzureResourceName.FromMetadataAsync(context.Metadata, context.Http, cancellationToken) is not null;

    public override INoticeSource CreateSource(CloudContext context) => new AzureNoticeSource(
        context.Metadata,
        cancellationToken => ResourceAsync(context, cancellationToken),
        context.Options.PollInterval ?? TimeSpan.FromSeconds(1),
        context.Http, context.Time);

    private static async Task<string?> ResourceAsync(CloudContext context, CancellationToken cancellationToken)
    {
        if (context.Options.AzureResource is { } given) return given;
        if (await AzureResourceName.FromMetadataAsync(context.Metadata, context.Http, cancellationToken) is { } name) return name;
        return context.AzureResource is null ? null : await context.AzureResource(cancellationToken);
    }
}
