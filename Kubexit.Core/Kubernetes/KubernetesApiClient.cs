using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Kubernetes;

/// <summary>A small client for the Kubernetes API: requests and watches with typed failures. Retries are its callers' business.</summary>
/// <remarks>Safe for any number of requests at the same time. Disposing it ends those under way on its own connections.</remarks>
internal sealed class KubernetesApiClient : IDisposable
{
    /// <summary>Eight times what etcd accepts for one object by default.</summary>
    private const int MaxWatchLine = 12 * 1024 * 1024;

    /// <summary>What a LIST of all pods of a large node comes to, ten times over.</summary>
    private const int MaxBody = 64 * 1024 * 1024;

    /// <summary>The server ends a watch at the agreed time; one that is this much late has gone silent.</summary>
    private static readonly TimeSpan WatchOverrun = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http;
    private readonly bool _ownsHttp;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;

    /// <summary>A client of its own connections.</summary>
    /// <param name="configuration">The cluster.</param>
    /// <param name="logger">Receives requests at debug and trace level, without secrets; by default nobody.</param>
    /// <param name="timeProvider">By default <see cref="TimeProvider.System"/>.</param>
    public KubernetesApiClient(KubernetesConfiguration configuration, ILogger? logger = null, TimeProvider? timeProvider = null)
        : this(ClusterHttpClient.Create(configuration), logger, timeProvider) => _ownsHttp = true;

    /// <summary>A client on top of one that the application already has.</summary>
    /// <param name="http">
    /// Its <see cref="HttpClient.BaseAddress"/> is the API server, ending in a slash; it authenticates by itself. Never disposed here.
    /// </param>
    /// <param name="logger">Receives requests at debug and trace level, without secrets; by default nobody.</param>
    /// <param name="timeProvider">By default <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="http"/> has no base address.</exception>
    public KubernetesApiClient(HttpClient http, ILogger? logger = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (http.BaseAddress is null) throw new ArgumentException("The client needs a base address: that of the API server.", nameof(http));
        (_http, _logger, _time) = (http, logger ?? NullLogger.Instance, timeProvider ?? TimeProvider.System);
    }

    /// <summary>How long a request may take, and the first line of a watch's reply. Default 15 s; more than zero.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Closes the client's own connections; a client that was given stays as it is.</summary>
    public void Dispose()
    {
        if (_ownsHttp) _http.Dispose();
    }

    /// <summary>Reads one object or a list.</summary>
    /// <exception cref="KubernetesApiException">The server refused, or did not reply in time.</exception>
    internal Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, type, cancellationToken);

    /// <summary>Sends a request and reads the object in the reply.</summary>
    /// <exception cref="KubernetesApiException">The server refused, or did not reply in time.</exception>
    internal Task<T> SendAsync<T>(
        HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        LimitAsync(method, path, async token =>
        {
            using var response = await OpenAsync(method, path, body, token).ConfigureAwait(false);
            using var stream = new LimitedStream(await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false), MaxBody);
            return await JsonSerializer.DeserializeAsync(stream, type, token).ConfigureAwait(false)
                ?? throw new JsonException("the reply is null");
        }, cancellationToken);

    /// <summary>Sends a request whose reply does not matter beyond its success: a delete, an eviction, an event.</summary>
    /// <exception cref="KubernetesApiException">The server refused, or did not reply in time.</exception>
    internal Task SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken) =>
        LimitAsync(method, path, async token =>
        {
            using var response = await OpenAsync(method, path, body, token).ConfigureAwait(false);
            await response.Content.CopyToAsync(Stream.Null, token).ConfigureAwait(false); // Else the connection could not be used again.
            return true;
        }, cancellationToken);

    /// <summary>
    /// Watches from <paramref name="resourceVersion"/> on. The sequence ends when the server ends the watch, which is no failure.
    /// </summary>
    /// <param name="path">A list's path, selectors included.</param>
    /// <param name="resourceVersion">The last one seen.</param>
    /// <param name="duration">When the server shall end the watch, in whole seconds.</param>
    /// <param name="type">The type of the objects.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="KubernetesApiException">The server refused, sent an ERROR event, or the connection was lost.</exception>
    internal async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        string path, string resourceVersion, TimeSpan duration, JsonTypeInfo<T> type,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watch = path.With("watch", "true").With("allowWatchBookmarks", "true")
            .With("timeoutSeconds", $"{(int)duration.TotalSeconds}").With("resourceVersion", resourceVersion);
        using var response = await LimitAsync(
            HttpMethod.Get, watch, token => OpenAsync(HttpMethod.Get, watch, null, token), cancellationToken)
            .ConfigureAwait(false);
        using var overrun = new CancellationTokenSource(duration + WatchOverrun, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(overrun.Token, cancellationToken);
        using var lines = new LineReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), MaxWatchLine);
        while (await NextAsync().ConfigureAwait(false) is { } next) yield return next;

        async Task<WatchEvent<T>?> NextAsync()
        {
            try
            {
                var line = await lines.ReadAsync(either.Token).ConfigureAwait(false);
                return line is null ? null : WatchLine.Parse(line.Value.Span, type);
            }
            catch (Exception e) when (NoReply.Cause(e) is { } cause)
            {
                throw Failed(HttpMethod.Get, path, cause, e, cancellationToken);
            }
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(
        HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body, Headers = { { "Accept", "application/json" } } };
        request.Headers.UserAgent.ParseAdd("kubexit");
        Log.RequestSent(_logger, method, path);
        var started = _time.GetTimestamp();
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        Log.RequestAnswered(_logger, method, path, (int)response.StatusCode, (long)_time.GetElapsedTime(started).TotalMilliseconds);
        if (response.IsSuccessStatusCode) return response;
        using (response) throw await FailedReply.ReadAsync(response, _time, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> LimitAsync<T>(
        HttpMethod method, string path, Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(RequestTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await request(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (NoReply.Cause(e) is { } cause)
        {
            throw Failed(method, path, cause, e, cancellationToken);
        }
    }

    private Exception Failed(HttpMethod method, string path, string cause, Exception inner, CancellationToken callerToken)
    {
        // Whatever a cancelled request throws, for its caller it is a cancellation.
        if (callerToken.IsCancellationRequested) return new OperationCanceledException("The request was cancelled.", inner, callerToken);
        Log.RequestFailed(_logger, method, path, cause);
        return KubernetesApiException.NoReply(_http.BaseAddress, cause, inner);
    }
}
