using System.Net;
using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

/// <summary>Where an <see cref="ObjectFollower{T}"/> gets its objects from, and where it puts them.</summary>
internal interface IFollowed<T>
{
    Task<ObjectList<T>> ListAsync(CancellationToken cancellationToken);

    IAsyncEnumerable<WatchEvent<T>> WatchAsync(string version, CancellationToken cancellationToken);

    string? VersionOf(T item);

    /// <summary>All that is there.</summary>
    void Replace(IReadOnlyList<T> items);

    void Apply(WatchEvent<T> change);

    /// <summary>Everything that was there has been told, by <see cref="Replace"/> or one by one.</summary>
    void Complete();

    /// <summary>Told of every failure; <paramref name="failures"/> in a row, this one included.</summary>
    void Failed(KubernetesApiException failure, int failures);
}

/// <summary>Knows some objects by one list and one watch, for as long as it runs.</summary>
/// <remarks>
/// Theory of operation: a watch that ends is taken up where it ended; one that the server refuses, or says is too old, begins with a list
/// again. Who may not watch lists again and again; who may not list watches without a version, which begins with what is there and a
/// bookmark. Pauses grow with every failure, and a watch that brings nothing and ends at once is one.
/// </remarks>
internal sealed class ObjectFollower<T>(IFollowed<T> followed, RequestPacer pacer, Urgency urgency, TimeProvider time)
{
    private const string Present = "";

    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        string? version = null;
        for (var failures = 0; ;)
        {
            var began = time.GetTimestamp();
            try
            {
                await pacer.WaitAsync(RequestLane.Node, cancellationToken);
                version ??= await ListAsync(cancellationToken);
                await foreach (var change in followed.WatchAsync(version, cancellationToken))
                {
                    if (change.Type == WatchEventType.Bookmark) followed.Complete();
                    else followed.Apply(change);
                    version = followed.VersionOf(change.Object) ?? version;
                    failures = 0;
                }
                if (time.GetElapsedTime(began) >= Settled) continue;
                failures++;
            }
            catch (KubernetesApiException e)
            {
                if (time.GetElapsedTime(began) >= Settled && e.StatusCode is null) failures = 0;
                failures++;
                if (Refusals.Of(e) == Refusal.Throttled) pacer.Throttled(e.RetryAfter);
                // No reply says nothing of the version; any refusal may be about it.
                if (e.StatusCode is not null) version = null;
                followed.Failed(e, failures);
            }
            await urgency.PauseAsync(failures, cancellationToken);
        }
    }

    private async Task<string> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            var list = await followed.ListAsync(cancellationToken);
            pacer.Succeeded();
            followed.Replace(list.Items ?? []);
            followed.Complete();
            return list.Metadata?.ResourceVersion ?? Present;
        }
        catch (KubernetesApiException e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            followed.Failed(e, 1);
            return Present;
        }
    }
}
