namespace Kubexit.NodeTermination;

/// <summary>Where notices of the node's end come from, and what each kind of notice means.</summary>
public sealed class NodeTerminationNoticeOptions
{
    /// <summary>The metadata address that Google, Amazon and Microsoft share: <c>http://169.254.169.254/</c>.</summary>
    public static Uri DefaultMetadataUrl { get; } = new("http://169.254.169.254/");

    /// <summary>Whose metadata server is watched. Default <see cref="NodeTerminationProvider.Auto"/>.</summary>
    public NodeTerminationProvider Provider { get; set; }

    /// <summary>
    /// The metadata server's absolute URL, ending in a slash. Default <see cref="DefaultMetadataUrl"/>. Never reached through a proxy.
    /// </summary>
    public Uri MetadataUrl { get; set; } = DefaultMetadataUrl;

    /// <summary>
    /// How often Amazon's (default 2 seconds) and Microsoft's (default 1 second) metadata are read, more than zero. Google's is not polled:
    /// it answers when something changes.
    /// </summary>
    public TimeSpan? PollInterval { get; set; }

    /// <summary>A file that announces the end of the node as a cloud would, read twice a second. Default none.</summary>
    public string? NoticeFile { get; set; }

    /// <summary>The name by which Azure's events mean this VM (<c>vmss_3</c>). Default: asked of the metadata server.</summary>
    public string? AzureResource { get; set; }

    /// <summary>What each kind of notice means. Every rule may be replaced.</summary>
    internal NoticeRules Rules { get; } = new();

    /// <summary>Takes no notice of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public NodeTerminationNoticeOptions Ignore(NodeTerminationKind kind) => Set(kind, Rules[kind] with { Action = NoticeAction.Ignore });

    /// <summary>Tells of a kind, and does not cancel <see cref="NodeTerminationNotices.Ending"/> for it.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public NodeTerminationNoticeOptions Announce(NodeTerminationKind kind) =>
        Set(kind, Rules[kind] with { Action = NoticeAction.Announce });

    /// <summary>Cancels <see cref="NodeTerminationNotices.Ending"/> for a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="lead">How long before the end. <see langword="null"/>, the default, is at once; zero is at the end itself.</param>
    /// <param name="timeLeft">How long the node lives after the notice, where the cloud does not say; <see langword="null"/> leaves it as
    /// it is.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind, or a time is negative.</exception>
    public NodeTerminationNoticeOptions EndWork(NodeTerminationKind kind, TimeSpan? lead = null, TimeSpan? timeLeft = null) =>
        Set(kind, new NoticeRule(NoticeAction.Drain, timeLeft ?? Rules[kind].TimeLeft, lead));

    private NodeTerminationNoticeOptions Set(NodeTerminationKind kind, NoticeRule rule)
    {
        Rules[kind] = rule;
        return this;
    }

    /// <summary>
    /// Whether Amazon's metadata may be read without a session token where tokens are refused. Anybody who can make the
    /// node send a GET request could read them.
    /// </summary>
    internal bool AllowAwsVersion1 { get; set; }

    internal void Validate()
    {
        if (!MetadataUrl.IsAbsoluteUri || MetadataUrl.Scheme is not ("http" or "https") || !MetadataUrl.AbsolutePath.EndsWith('/'))
            throw new ArgumentException(
                $"Cannot use metadata URL '{MetadataUrl}': it is not an absolute http URL that ends with '/'. Use for example "
                    + $"{DefaultMetadataUrl}.");
        if (PollInterval is { } interval && (interval <= TimeSpan.Zero || interval > TimeSpan.FromMinutes(5)))
            throw new ArgumentException(
                $"Cannot use poll interval '{interval}': it is not in the range above 0 up to 5 minutes. Use for example 2 seconds.");
        if (Provider == NodeTerminationProvider.None && NoticeFile is null)
            throw new ArgumentException(
                "Cannot watch provider 'none': no notice file is set either. Set a notice file or another provider.");
    }
}
