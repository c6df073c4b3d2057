namespace Kubexit.NodeTermination;

/// <summary>Where notices come from: one implementation for each cloud, and a file.</summary>
internal interface INoticeSource
{
    /// <summary>For people and metrics: <c>gce</c>, <c>aws</c>, <c>azure</c>, <c>file</c>.</summary>
    string Name { get; }

    /// <summary>Watches every key until cancelled. Nothing a metadata server does ends the watch.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task WatchAsync(INoticeSink sink, CancellationToken cancellationToken);

    /// <summary>
    /// Tells the cloud that the node is drained and the event may start, where the cloud can be told and we are alone in the event.
    /// </summary>
    /// <returns>Whether the cloud was told.</returns>
    Task<bool> AcknowledgeAsync(string eventId, CancellationToken cancellationToken) => Task.FromResult(false);
}

/// <summary>What a source talks to. Called from several tasks at once.</summary>
internal interface INoticeSink
{
    /// <summary>A key was read.</summary>
    void Report(NoticeReading reading);

    /// <summary>
    /// The server answered that it has no such key, and may well have none: no information about notices, but it was seen.
    /// </summary>
    void Seen(string key);

    /// <summary>A key could not be read, with the reason. Changes no notice.</summary>
    void Failed(string key, string cause);
}
