namespace Kubexit.NodeTermination;

/// <summary>
/// All that differs from cloud to cloud: how it is found out, where its notices come from, and what each of its kinds means. Stateless; the
/// table of all clouds is <see cref="NodeTerminationProviders"/>.
/// </summary>
internal abstract class Cloud
{
    /// <summary>What each kind of notice means that this cloud sends, and only those.</summary>
    public abstract IReadOnlyDictionary<NodeTerminationKind, NoticeFacts> Kinds { get; }

    /// <summary>Whether the server at the metadata address is this cloud's: a question that each answers as no other does.</summary>
    public abstract Task<bool> AnswersAsync(CloudContext context, CancellationToken cancellationToken);

    /// <summary>The source of this cloud's notices.</summary>
    public abstract INoticeSource CreateSource(CloudContext context);
}
