namespace Kubexit.NodeTermination;

/// <summary>The sources that the options ask for, as one: the file, and the cloud as soon as it is known which.</summary>
internal sealed class NoticeSources : INoticeSource, IDisposable
{
    private readonly NodeTerminationNoticeOptions _options;
    private readonly CloudContext _context;
    private volatile INoticeSource? _cloud;

    /// <summary>The last parameter is a second opinion on what Azure calls this VM, for when its metadata server does not say.</summary>
    public NoticeSources(
        NodeTerminationNoticeOptions options, string bootId, TimeProvider time, Func<CancellationToken,
        Task<string?>>? azureResource = null)
    {
        _options = options;
        _context = new CloudContext(options, bootId, new MetadataHttp(time), time, azureResource);
    }

    public string Name => _cloud?.Name ?? (_options.Provider == NodeTerminationProvider.None ? "file" : "unknown");

    public Task WatchAsync(INoticeSink sink, CancellationToken cancellationToken) =>
        Task.WhenAll(
        KeptWatch.RunAsync("file", () => WatchFileAsync(sink, cancellationToken), sink, _context.Time, cancellationToken),
        KeptWatch.RunAsync("cloud", () => WatchCloudAsync(sink, cancellationToken), sink, _context.Time, cancellationToken));

    public Task<bool> AcknowledgeAsync(string eventId, CancellationToken cancellationToken) =>
        _cloud?.AcknowledgeAsync(eventId, cancellationToken) ?? Task.FromResult(false);

    public void Dispose() => _context.Http.Dispose();

    private Task WatchFileAsync(INoticeSink sink, CancellationToken cancellationToken) => _options.NoticeFile is { } path
        ? new FileNoticeSource(path, TimeSpan.FromSeconds(0.5), _context.Time).WatchAsync(sink, cancellationToken)
        : Task.CompletedTask;

    private async Task WatchCloudAsync(INoticeSink sink, CancellationToken cancellationToken)
    {
        var cloud = _options.Provider == NodeTerminationProvider.Auto
            ? await new ProviderDetection(_context).DetectAsync(
                waited => sink.Failed("provider",
                    $"no known metadata server has answered at {_options.MetadataUrl} for {waited.TotalSeconds:0} s"),
                cancellationToken)
            : _options.Provider.Cloud();
        if (cloud is null) return;
        _cloud = cloud.CreateSource(_context);
        await _cloud.WatchAsync(sink, cancellationToken);
    }
}
