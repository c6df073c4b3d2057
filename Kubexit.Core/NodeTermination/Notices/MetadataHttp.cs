using System.Net;
using System.Text;
using Kubexit.Graveyards;

namespace Kubexit.NodeTermination;

/// <summary>
/// HTTP as metadata servers want it: no proxy (the address is link-local and a proxy adds the X-Forwarded-For that they refuse), no
/// redirects, a short connect, a limit on time and on size for every request.
/// </summary>
internal sealed class MetadataHttp : IDisposable
{
    private const int MaxBody = 256 * 1024, FirstBuffer = 1024;

    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public MetadataHttp(TimeProvider time)
    {
        _time = time;
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(2),
            MaxResponseHeadersLength = 16,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("kubexit");
    }

    /// <summary>For everything but hanging gets.</summary>
    public static TimeSpan ShortLimit { get; } = TimeSpan.FromSeconds(2);

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; never because of a time
    /// limit.</exception>
    public async Task<MetadataReply> SendAsync(
        HttpMethod method, Uri uri, (string Name, string Value)? header, TimeSpan limit, CancellationToken cancellationToken,
        string? json = null)
    {
        using var request = new HttpRequestMessage(method, uri);
        if (header is { } given) request.Headers.TryAddWithoutValidation(given.Name, given.Value);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var expiry = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.StatusCode != HttpStatusCode.OK)
                return new MetadataReply(response.StatusCode, "", Cause: $"HTTP status {(int)response.StatusCode}");
            var body = await ReadAsync(response.Content, either.Token);
            if (body is null) return MetadataReply.Failed($"the answer is longer than {MaxBody} bytes");
            return new MetadataReply(HttpStatusCode.OK, body, Header(response, "ETag"), Header(response, "Metadata-Flavor"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return MetadataReply.Failed($"no answer within {limit.TotalSeconds:0.#} s");
        }
        catch (Exception e)
        {
            // Whatever a peer has brought the library to: the next attempt may fare better.
            cancellationToken.ThrowIfCancellationRequested();
            return MetadataReply.Failed(PrintableText.Shortened(e.InnerException?.Message ?? e.Message));
        }
    }

    public void Dispose() => _http.Dispose();

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static async Task<string?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        // Most answers are a word: room for the longest one every second would be the largest thing that this program allocates.
        var buffer = new byte[FirstBuffer];
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        for (var length = 0; ;)
        {
            var room = buffer.AsMemory(length);
            length += await stream.ReadAtLeastAsync(room, room.Length, throwOnEndOfStream: false, cancellationToken);
            if (length < buffer.Length) return Encoding.UTF8.GetString(buffer, 0, length);
            if (length > MaxBody) return null;
            Array.Resize(ref buffer, Math.Min(buffer.Length * 4, MaxBody + 1));
        }
    }
}
