using System.Net.Http.Headers;

namespace Kubexit.Kubernetes;

/// <summary>
/// Gives every request the token as it is on disk at that moment. The kubelet replaces the file long before the token expires; reading a
/// kilobyte is nothing beside the request, and there is no cache that could be stale.
/// </summary>
internal sealed class BearerTokenHandler(Func<string> readToken, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = readToken();
        // Checked here because the header's own check quotes the value in its exception.
        if (token.Length == 0 || token.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new IOException("the token is empty or malformed");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return base.SendAsync(request, cancellationToken);
    }
}
