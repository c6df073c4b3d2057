using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace Kubexit.Kubernetes;

/// <summary>
/// Follows the objects of one list: LIST, WATCH, and again when a watch ends or fails. Decides how to go on, never whether.
/// </summary>
/// <param name="client">The client.</param>
/// <param name="path">The list's path, selectors included.</param>
/// <param name="types">How the objects and their list are read.</param>
/// <param name="what">For the log: whom it follows.</param>
/// <param name="logger">Receives retries at debug level.</param>
/// <param name="time">The clock of every delay.</param>
internal sealed class Follower<T>(
    KubernetesApiClient client, string path, (JsonTypeInfo<T> One, JsonTypeInfo<ObjectList<T>> List) types, string what, ILogger logger,
    TimeProvider time)
    where T : class, IHasMetadata
{
    /// <summary>More than twice as long as a server is silent to a watch that takes bookmarks.</summary>
    private static readonly TimeSpan LongSilence = TimeSpan.FromMinutes(2.5);

    private readonly Backoff _backoff = new();
    private bool _heard;

    /// <summary>Where the next watch goes on; <see langword="null"/> when a LIST must come first.</summary>
    private string? _version;

    public async IAsyncEnumerable<FollowNews<T>> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var retryAfter = TimeSpan.Zero;
            var started = time.GetTimestamp();
            _heard = false;
            await foreach (var news in OnceAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return news;
                if (news is FollowNews<T>.Failed { Failure: var failure }) retryAfter = failure.RetryAfter ?? TimeSpan.Zero;
            }

            // A server that was set back to an older state says nothing to a version of its future.
            if (!_heard && time.GetElapsedTime(started) > LongSilence) _version = null;
            // An attempt that took longer than any delay was one itself.
            if (time.GetElapsedTime(started) > Backoff.Longest) _backoff.Reset();
            var delay = _backoff.Next(retryAfter);
            Log.WatchResumes(logger, what, (long)delay.TotalMilliseconds);
            if (delay > TimeSpan.Zero) await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>One LIST when needed and one WATCH, until the watch ends or one of them fails.</summary>
    private async IAsyncEnumerable<FollowNews<T>> OnceAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_version is null)
        {
            var first = await ListAsync(cancellationToken).ConfigureAwait(false);
            yield return first;
            if (first is FollowNews<T>.Failed) yield break;
        }

        var duration = TimeSpan.FromSeconds(Random.Shared.Next(240, 300)); // Spread, so that a restarted server is not met by all at once.
        await using var events = client.WatchAsync(path, _version!, duration, types.One, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(events).ConfigureAwait(false) is { } news)
        {
            yield return news;
            if (news is FollowNews<T>.Failed) yield break;
        }
    }

    private async Task<FollowNews<T>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            var list = await client.GetAsync(path, types.List, cancellationToken).ConfigureAwait(false);
            _version = list.Metadata?.ResourceVersion ?? "0";
            return new FollowNews<T>.Listed(list.Items ?? []);
        }
        catch (KubernetesApiException e)
        {
            return new FollowNews<T>.Failed(e);
        }
    }

    private async Task<FollowNews<T>?> NextAsync(IAsyncEnumerator<WatchEvent<T>> events)
    {
        try
        {
            while (await events.MoveNextAsync().ConfigureAwait(false))
            {
                var (type, now) = events.Current;
                _heard = true;
                MoveTo(now.Metadata?.ResourceVersion);
                if (type == WatchEventType.Deleted) return new FollowNews<T>.Removed(now);
                if (type != WatchEventType.Bookmark) return new FollowNews<T>.Changed(now);
            }

            return null;
        }
        catch (KubernetesApiException e)
        {
            if (e.StatusCode == HttpStatusCode.Gone) _version = null;
            return new FollowNews<T>.Failed(e);
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
