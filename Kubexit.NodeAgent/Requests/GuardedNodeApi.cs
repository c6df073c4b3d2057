using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

/// <summary>Every request in the time that is left for it, and every missing right told.</summary>
internal sealed class GuardedNodeApi(INodeApi inner, Urgency urgency, MissingRights rights, TimeProvider time) : INodeApi
{
    public Task<Node> GetNodeAsync(CancellationToken cancellationToken) =>
        SendAsync(AgentRight.NodesGet, inner.GetNodeAsync, cancellationToken);

    public Task<ObjectList<Node>> ListNodeAsync(CancellationToken cancellationToken) =>
        SendAsync(AgentRight.NodesList, inner.ListNodeAsync, cancellationToken);

    public IAsyncEnumerable<WatchEvent<Node>> WatchNodeAsync(string version, CancellationToken cancellationToken) =>
        WatchAsync(AgentRight.NodesWatch, inner.WatchNodeAsync(version, cancellationToken), cancellationToken);

    public Task<Node> PatchNodeAsync(JsonObject patch, CancellationToken cancellationToken) =>
        SendAsync(AgentRight.NodesPatch, token => inner.PatchNodeAsync(patch, token), cancellationToken);

    public Task PatchNodeStatusAsync(JsonObject patch, CancellationToken cancellationToken) =>
        DoAsync(AgentRight.NodeStatusPatch, token => inner.PatchNodeStatusAsync(patch, token), cancellationToken);

    public Task<ObjectList<NodePod>> ListPodsAsync(CancellationToken cancellationToken) =>
        SendAsync(AgentRight.PodsList, inner.ListPodsAsync, cancellationToken);

    public IAsyncEnumerable<WatchEvent<NodePod>> WatchPodsAsync(string version, CancellationToken cancellationToken) =>
        WatchAsync(AgentRight.PodsWatch, inner.WatchPodsAsync(version, cancellationToken), cancellationToken);

    public Task EvictAsync(DrainPod pod, TimeSpan grace, CancellationToken cancellationToken) =>
        DoAsync(AgentRight.EvictionsCreate, token => inner.EvictAsync(pod, grace, token), cancellationToken);

    public Task DeleteAsync(DrainPod pod, TimeSpan grace, CancellationToken cancellationToken) =>
        DoAsync(AgentRight.PodsDelete, token => inner.DeleteAsync(pod, grace, token), cancellationToken);

    // Being forbidden to ask says nothing of the right that was asked for.
    public Task<bool> MayAsync(AgentRight right, CancellationToken cancellationToken) =>
        SendAsync(null, token => inner.MayAsync(right, token), cancellationToken);

    public Task<int> CountAttachmentsAsync(CancellationToken cancellationToken) =>
        SendAsync(AgentRight.AttachmentsList, inner.CountAttachmentsAsync, cancellationToken);

    public Task CreateEventAsync(CoreEvent value, CancellationToken cancellationToken) =>
        DoAsync(AgentRight.EventsCreate, token => inner.CreateEventAsync(value, token), cancellationToken);

    private Task DoAsync(AgentRight right, Func<CancellationToken, Task> request, CancellationToken cancellationToken) =>
        SendAsync(right, async token =>
    {
        await request(token);
        return true;
    }, cancellationToken);

    private async Task<T> SendAsync<T>(AgentRight? right, Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        var limit = urgency.RequestLimit;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(
            static state => ((CancellationTokenSource)state!).Cancel(), enough, limit, Timeout.InfiniteTimeSpan);
        try
        {
            var reply = await request(enough.Token);
            if (right is { } had) rights.Remove(had);
            return reply;
        }
        catch (KubernetesApiException e)
        {
            Judge(right, e);
            throw;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw KubernetesApiException.NoReply(null, $"no reply within {limit.TotalSeconds:0.#} s", e);
        }
    }

    private async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        AgentRight right, IAsyncEnumerable<WatchEvent<T>> watch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var events = watch.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await events.MoveNextAsync()) yield break;
                rights.Remove(right);
            }
            catch (KubernetesApiException e)
            {
                Judge(right, e);
                throw;
            }
            yield return events.Current;
        }
    }

    private void Judge(AgentRight? right, KubernetesApiException failure)
    {
        if (right is { } missing && failure.StatusCode == HttpStatusCode.Forbidden && Refusals.Of(failure) == Refusal.Forbidden)
            rights.Add(missing);
    }
}
