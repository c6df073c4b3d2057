using System.Net;

namespace Kubexit.Benchmarks.Rollout;

/// <summary>.NET's own client, HTTP/2 without TLS.</summary>
internal sealed class Http2Client : IRolloutClient
{
    private readonly HttpClient _http;

    public Http2Client(Service service, bool keepsAlive) => _http = new HttpClient(new SocketsHttpHandler
    {
        ConnectCallback = (_, cancellationToken) => service.ConnectAsync(isHttp2: true, cancellationToken),

        // Zero: no connection is used twice.
        PooledConnectionLifetime = keepsAlive ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
    })
    {
        BaseAddress = new Uri("http://service/"),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(10),
    };

    public async Task GetAsync()
    {
        if (await _http.GetStringAsync(new Uri("/", UriKind.Relative)) != "served")
            throw new IOException("The answer is not the server's.");
    }

    public void Dispose() => _http.Dispose();
}
