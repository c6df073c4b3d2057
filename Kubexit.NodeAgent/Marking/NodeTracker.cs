using System.Globalization;
using System.Net;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>The agent's own node, kept by one list and one watch: to taint it takes one request when a notice comes, and not two.</summary>
internal sealed class NodeTracker(INodeApi api, RequestPacer pacer, Urgency urgency, string nodeName, TimeProvider time, ILogger logger)
    : IFollowed<Node>
{
    private readonly object _gate = new();
    private readonly TaskCompletionSource _known = new(), _refused = new();
    private Node? _node;

    /// <summary>As last seen; <see langword="null"/> as long as it never was.</summary>
    public Node? Node
    {
        get { lock (_gate) return _node; }
    }

    /// <summary>Completes when the node has been seen.</summary>
    public Task Known => _known.Task;

    /// <summary>Completes when the server has said that the node may not be read, or is not there.</summary>
    public Task Refused => _refused.Task;

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task RunAsync(CancellationToken cancellationToken) =>
        new ObjectFollower<Node>(this, pacer, urgency, time).RunAsync(cancellationToken);

    /// <summary>What a request has just returned, or the watch has told; whichever is newer stands.</summary>
    public void Saw(Node node)
    {
        lock (_gate)
        {
            if (Version(node) is { } now && Version(_node) is { } before && now < before) return;
            _node = node;
        }
        _known.TrySetResult();
    }

    // With an older role there is only the right to get it: enough to learn what an earlier life left on it.
    public async Task<ObjectList<Node>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await api.ListNodeAsync(cancellationToken);
        }
        catch (KubernetesApiException e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            return await GetAsync(cancellationToken);
        }
    }

    public IAsyncEnumerable<WatchEvent<Node>> WatchAsync(string version, CancellationToken cancellationToken) =>
        api.WatchNodeAsync(version, cancellationToken);

    public string? VersionOf(Node item) => item.Metadata?.ResourceVersion;

    public void Replace(IReadOnlyList<Node> items)
    {
        if (items is [var node, ..]) Saw(node);
        else Absent();
    }

    public void Apply(WatchEvent<Node> change)
    {
        if (change.Type == WatchEventType.Deleted) Absent();
        else Saw(change.Object);
    }

    public void Complete()
    {
        if (Node is null) Absent();
    }

    public void Failed(KubernetesApiException failure, int failures)
    {
        if (failures % 64 == 1 && failure.StatusCode != HttpStatusCode.Forbidden) AgentLog.NodeUnknown(logger, nodeName, failure.Message);
    }

    private static long? Version(Node? node) =>
        long.TryParse(node?.Metadata?.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private void Absent()
    {
        lock (_gate) _node = null;
        if (!_refused.TrySetResult()) return;
        AgentLog.NodeUnknown(logger, nodeName, "there is no such node. Give the node's name (spec.nodeName of this pod) as NODE_NAME");
    }

    private async Task<ObjectList<Node>> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var node = await api.GetNodeAsync(cancellationToken);
            return new ObjectList<Node> { Items = [node], Metadata = new ObjectMeta { ResourceVersion = node.Metadata?.ResourceVersion } };
        }
        catch (KubernetesApiException e) when (e.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            _refused.TrySetResult();
            throw;
        }
    }
}
