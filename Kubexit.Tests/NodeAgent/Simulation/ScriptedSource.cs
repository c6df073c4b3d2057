using Kubexit.NodeAgent;
using Kubexit.NodeTermination;

namespace Kubexit.Tests.NodeAgent;

/// <summary>A cloud that a test speaks for. What is said now is also said to every agent that starts later.</summary>
internal sealed class ScriptedSource : INoticeSource
{
    private readonly Dictionary<string, NoticeReading> _now = [];
    private readonly List<INoticeSink> _sinks = [];

    public string Name => "scripted";

    public List<string> Acknowledged { get; } = [];

    public void Say(string key, params Announcement[] announcements)
    {
        _now[key] = new NoticeReading(key, announcements);
        foreach (var sink in _sinks) sink.Report(_now[key]);
    }

    /// <summary>The metadata server no longer says anything about the key.</summary>
    public void Forget(string key) => _now.Remove(key);

    public async Task WatchAsync(INoticeSink sink, CancellationToken cancellationToken)
    {
        _sinks.Add(sink);
        foreach (var reading in _now.Values) sink.Report(reading);
        try
        {
            await TimeProvider.System.DelayAsync(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        finally
        {
            _sinks.Remove(sink);
        }
    }

    public Task<bool> AcknowledgeAsync(string eventId, CancellationToken cancellationToken)
    {
        Acknowledged.Add(eventId);
        return Task.FromResult(true);
    }
}
