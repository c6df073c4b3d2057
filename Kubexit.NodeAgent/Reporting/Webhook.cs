using System.Text;
using System.Text.Json.Nodes;

namespace Kubexit.NodeAgent;

/// <summary>Posts JSON to a URL that may be a secret and is never logged. Its field <c>text</c> is what Slack and its likes show.</summary>
internal sealed class Webhook(Uri url, WebhookTemplate template, TimeProvider time) : IWebhook, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Limit })
        {
            Timeout =
            Timeout.InfiniteTimeSpan
        };

    public async Task<string?> PostAsync(JsonObject message, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var content = new StringContent(template.Render(message), Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.IsSuccessStatusCode ? null : $"HTTP status {(int)response.StatusCode}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {Limit.TotalSeconds} s";
        }
        catch (HttpRequestException e)
        {
            return e.HttpRequestError.ToString(); // The message may contain the host, which may be part of the secret.
        }
    }

    public void Dispose() => _http.Dispose();
}
