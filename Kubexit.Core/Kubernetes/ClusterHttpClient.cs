using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Kubexit.Kubernetes;

/// <summary>Builds the HTTP client for one cluster.</summary>
internal static class ClusterHttpClient
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>In KiB.</summary>
    private const int MaxHeaders = 64;

    public static HttpClient Create(KubernetesConfiguration configuration)
    {
        HttpMessageHandler handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // A redirect would carry the token to wherever it points.
            UseCookies = false,
            MaxResponseHeadersLength = MaxHeaders,
            UseProxy = configuration.Proxy is not null,
            Proxy = configuration.Proxy,
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = ConnectAsync,
            SslOptions = Tls(configuration),
        };
        if (configuration.ReadToken is { } readToken) handler = new BearerTokenHandler(readToken, handler);
        // Every request has its own limit; this one would cut watches.
        return new(handler) { BaseAddress = configuration.Server, Timeout = Timeout.InfiniteTimeSpan };
    }

    private static SslClientAuthenticationOptions Tls(KubernetesConfiguration configuration)
    {
        var tls = new SslClientAuthenticationOptions { TargetHost = configuration.ServerName };
        if (configuration.ClientCertificate is { } client)
        {
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(client, additionalCertificates: null, offline: true);
        }

        if (configuration.Authorities is { } authorities)
        {
            tls.CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck, // Cluster authorities publish no revocation lists.
                DisableCertificateDownloads = true,
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        return tls;
    }

    /// <summary>A watch is silent for minutes: only keep-alive tells a quiet server from one whose node has gone.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            // Only now: a socket with options of this kind refuses to try one address of a host after the other (before .NET 10).
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 10);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
