using System.Net;
using System.Net.Http.Headers;
using Kubexit.Graveyards;

namespace Kubexit.Probes;

/// <summary>
/// A GET request, judged as the kubelet judges it (<see href="https://kubernetes.io/docs/concepts/workloads/pods/probes/"/>): a status from
/// 200 to 399 is success, redirects on the same host are followed, one to another host is success with a warning. The body is not read.
/// </summary>
/// <param name="url">What to ask.</param>
/// <param name="isSuccess">Which statuses are success; <see langword="null"/> for 200 to 399.</param>
internal sealed class HttpGetProbe(Uri url, Func<int, bool>? isSuccess = null) : IProbe
{
    private const int MaxRequests = 10;

    public async Task<ProbeResult> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = ProbeHttpClient.Create();
            var target = url;
            for (var request = 0; request < MaxRequests; request++)
            {
                using var response = await GetAsync(client, target, cancellationToken).ConfigureAwait(false);
                if (RedirectOf(response) is not { } location) return Judge(response.StatusCode);
                if (!Uri.TryCreate(target, location, out var next)) return ProbeResult.Failure("redirected to something that is not a URL");
                target = next;
                if (!target.Host.Equals(url.Host, StringComparison.OrdinalIgnoreCase))
                    return ProbeResult.Warning($"it was redirected to another host, {PrintableText.Shortened(target.Host)}, which is not "
                        + "probed");
                if (target.Scheme is not ("http" or "https")) return ProbeResult.Failure($"redirected to the scheme {target.Scheme}");
            }

            return ProbeResult.Failure($"redirected more than {MaxRequests - 1} times");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ProbeResult.Failure(ProbeHttpClient.Explain(e));
        }
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, Uri target, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("kubexit", null));
        request.Headers.ConnectionClose = true;
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Where to go on; <see langword="null"/> when the answer stands, also for a redirect that does not say where.</summary>
    private static Uri? RedirectOf(HttpResponseMessage response) => response.StatusCode
        is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        ? response.Headers.Location
        : null;

    private ProbeResult Judge(HttpStatusCode status) =>
        isSuccess?.Invoke((int)status) ?? (int)status is >= 200 and < 400 ? ProbeResult.Success
            : ProbeResult.Failure($"HTTP status {(int)status}");
}
