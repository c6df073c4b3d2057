using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Kubexit.Kubernetes;

/// <summary>Follows one pod: LIST, WATCH, and again when a watch ends or fails. Decides how to go on, never whether.</summary>
internal sealed class PodFollower(KubernetesApiClient client, string podNamespace, string podName, ILogger logger, TimeProvider time)
{
    /// <summary>More than twice as long as a server is silent to a watch that takes bookmarks.</summary>
    private static readonly TimeSpan LongSilence = TimeSpan.FromMinutes(2.5);

    private readonly string _path = ApiPath.Pods(podNamespace).With("fieldSelector", $"metadata.name={podName}");
    private readonly Backoff _backoff = new();
    private bool _heard;

    /// <summary>Where the next watch goes on; <see langword="null"/> when a LIST must come first.</summary>
    private string? _version;

    public async IAsyncEnumerable<PodNews> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var retryAfter = TimeSpan.Zero;
            var started = time.GetTimestamp();
            _heard = false;
            await foreach (var news in OnceAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return news;
                if (news is PodNews.Failed { Failure: var failure }) retryAfter = failure.RetryAfter ?? TimeSpan.Zero;
            }

            // A server that was set back to an older state says nothing to a version of its future.
            if (!_heard && time.GetElapsedTime(started) > LongSilence) _version = null;
            if (time.GetElapsedTime(started) > Backoff.Longest) _backoff.Reset(); // An attempt that took longer than any delay was one itself.
            var delay = _backoff.Next(retryAfter);
            Log.WatchResumes(logger, podName, (long)delay.TotalMilliseconds);
            if (delay > TimeSpan.Zero) await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>One LIST when needed and one WATCH, until the watch ends or one of them fails.</summary>
    private async IAsyncEnumerable<PodNews> OnceAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_version is null)
        {
            var first = await ListAsync(cancellationToken).ConfigureAwait(false);
            yield return first;
            if (first is PodNews.Failed) yield break;
        }

        var duration = TimeSpan.FromSeconds(Random.Shared.Next(240, 300)); // Spread, so that a restarted server is not met by all at once.
        await using var events = client.WatchAsync(_path, _version!, duration, KubernetesJson.Default.Pod, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(events).ConfigureAwait(false) is { } news)
        {
            yield return news;
            if (news is PodNews.Failed) yield break;
        }
    }

    private async Task<PodNews> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            var list = await client.GetAsync(_path, KubernetesJson.Default.PodList, cancellationToken).ConfigureAwait(false);
            _version = list.Metadata?.ResourceVersion ?? "0";
            return list.Items?.FirstOrDefault() is { } pod ? new PodNews.Seen(pod) : new PodNews.Gone();
        }
        catch (KubernetesApiException e)
        {
            return new PodNews.Failed(e);
        }
    }

    private async Task<PodNews?> NextAsync(IAsyncEnumerator<WatchEvent<Pod>> events)
    {
        try
        {
            while (await events.MoveNextAsync().ConfigureAwait(false))
            {
                var (type, pod) = events.Current;
                _heard = true;
                MoveTo(pod.Metadata?.ResourceVersion);
                if (type == WatchEventType.Deleted) return new PodNews.Gone();
                if (type != WatchEventType.Bookmark) return new PodNews.Seen(pod);
            }

            return null;
        }
        catch (KubernetesApiException e)
        {
            if (e.StatusCode == HttpStatusCode.Gone) _version = null;
            return new PodNews.Failed(e);
        }
    }

    // Only a new version is progress: a server that repeats itself must not be asked without pause.
    private void MoveTo(string? version)
    {
        if (version is null || version == _version) return;
        _version = version;
        _backoff.Reset();
    }
}
