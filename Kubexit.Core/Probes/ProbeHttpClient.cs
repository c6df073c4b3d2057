using System.Net.Security;

namespace Kubexit.Probes;

/// <summary>
/// HTTP as probes need it. One client for each question: no connection outlives it, and it costs nothing if never used.
/// </summary>
internal static class ProbeHttpClient
{
    /// <summary>In KiB.</summary>
    private const int MaxHeaders = 64;

    public static HttpClient Create() => new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        MaxResponseDrainSize = 0,
        MaxResponseHeadersLength = MaxHeaders,
        UseCookies = false,
        UseProxy = false,
        // As the kubelet: a probe asks whether somebody is there, and sends no secrets to whoever it is.
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
    })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan, // The limit comes with the cancellation token.
    };

    /// <summary>The innermost message says what happened; those around it say that something did.</summary>
    public static string Explain(Exception exception) => exception.GetBaseException().Message.TrimEnd('.');
}
