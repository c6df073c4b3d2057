namespace Kubexit.NodeTermination;

/// <summary>The sources that the options ask for, as one: the file, and the cloud as soon as it is known which.</summary>
internal sealed class NoticeSources : INoticeSource, IDisposable
{
    private readonly NodeTerminationNoticeOptions _options;
    private readonly Func<CancellationToken, Task<string?>>? _azureResource;
    private readonly string _bootId;
    private readonly TimeProvider _time;
    private readonly MetadataHttp _http;
    private volatile INoticeSource? _cloud;

    /// <summary>The last parameter is a second opinion on what Azure calls this VM, for when its metadata server does not say.</summary>
    public NoticeSources(
        NodeTerminationNoticeOptions options, string bootId, TimeProvider time, Func<CancellationToken, Task<string?>>? azureResource = null)
    {
        _options = options;
        _bootId = bootId;
        _time = time;
        _azureResource = azureResource;
        _http = new MetadataHttp(time);
    }

    public string Name => _cloud?.Name ?? (_options.Provider == NodeTerminationProvider.None ? "file" : "unknown");

    public Task WatchAsync(INoticeSink sink, CancellationToken cancellationToken) =>
        Task.WhenAll(
        KeptWatch.RunAsync("file", () => WatchFileAsync(sink, cancellationToken), sink, _time, cancellationToken),
        KeptWatch.RunAsync("cloud", () => WatchCloudAsync(sink, cancellationToken), sink, _time, cancellationToken));

    public Task<bool> AcknowledgeAsync(string eventId, CancellationToken cancellationToken) =>
        _cloud?.AcknowledgeAsync(eventId, cancellationToken) ?? Task.FromResult(false);

    public void Dispose() => _http.Dispose();

    private Task WatchFileAsync(INoticeSink sink, CancellationToken cancellationToken) => _options.NoticeFile is { } path
        ? new FileNoticeSource(path, TimeSpan.FromSeconds(0.5), _time).WatchAsync(sink, cancellationToken)
        : Task.CompletedTask;

    private async Task WatchCloudAsync(INoticeSink sink, CancellationToken cancellationToken)
    {
        var provider = _options.Provider;
        if (provider == NodeTerminationProvider.Auto)
        {
            provider = await new ProviderDetection(_options.MetadataUrl, _http, _time, _options.AllowAwsVersion1).DetectAsync(
                waited => sink.Failed("provider", $"no known metadata server answers at {_options.MetadataUrl} since {waited.TotalSeconds:0} s"),
                cancellationToken);
        }
        if (provider == NodeTerminationProvider.None) return;
        _cloud = Create(provider);
        await _cloud.WatchAsync(sink, cancellationToken);
    }

    private INoticeSource Create(NodeTerminationProvider provider) => provider switch
    {
        NodeTerminationProvider.Gce => new GceNoticeSource(_options.MetadataUrl, _bootId, _http, _time),
        NodeTerminationProvider.Aws => new AwsNoticeSource(
            new AwsMetadata(_options.MetadataUrl, _http, _time, _options.AllowAwsVersion1), _bootId, _options.PollInterval ?? TimeSpan.FromSeconds(2), _time),
        NodeTerminationProvider.Azure => new AzureNoticeSource(
            _options.MetadataUrl, AzureResourceAsync, _options.PollInterval ?? TimeSpan.FromSeconds(1), _http, _time),
        NodeTerminationProvider.Auto or NodeTerminationProvider.None => throw new ArgumentOutOfRangeException(nameof(provider), provider, "It is no cloud."),
    };

    private async Task<string?> AzureResourceAsync(CancellationToken cancellationToken)
    {
        if (_options.AzureResource is { } given) return given;
        if (await AzureResourceName.FromMetadataAsync(_options.MetadataUrl, _http, cancellationToken) is { } name) return name;
        return _azureResource is null ? null : await _azureResource(cancellationToken);
    }
}
