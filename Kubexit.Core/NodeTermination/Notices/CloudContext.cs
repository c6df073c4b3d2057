namespace Kubexit.NodeTermination;

/// <summary>What a cloud may use to find itself out and to read its notices.</summary>
/// <param name="Options">The options that the user gave.</param>
/// <param name="BootId">This boot of the node, for events to which the cloud gives no id.</param>
/// <param name="Http">The client for the metadata server.</param>
/// <param name="Time">The clock.</param>
/// <param name="AzureResource">A second opinion on what Azure calls this VM, for when its metadata server does not say.</param>
internal sealed record CloudContext(
    NodeTerminationNoticeOptions Options, string BootId, MetadataHttp Http, TimeProvider Time, Func<CancellationToken,
    Task<string?>>? AzureResource = null)
{
    public Uri Metadata => Options.MetadataUrl;
}
