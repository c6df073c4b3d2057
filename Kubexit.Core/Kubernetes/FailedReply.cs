using System.Text;
using System.Text.Json;

namespace Kubexit.Kubernetes;

/// <summary>Turns a refusing reply into an exception. The body is a Status object, or whatever a proxy on the way has put there.</summary>
internal static class FailedReply
{
    private const int MaxBody = 64 * 1024;
    private const int MaxQuote = 200;

    /// <summary>The longest wait a server can ask for: a proxy's mistake must not turn into silence.</summary>
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    public static async Task<KubernetesApiException> ReadAsync(
        HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(response, cancellationToken).ConfigureAwait(false);
        Status? status;
        try
        {
            status = JsonSerializer.Deserialize(body.Span, KubernetesJson.Default.Status);
        }
        catch (JsonException)
        {
            status = new() { Message = Quote(body.Span) };
        }

        return KubernetesApiException.FromStatus(status, response.StatusCode, RetryAfter(response, time));
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[MaxBody];
        var length = await stream.ReadAtLeastAsync(buffer, MaxBody, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return buffer.AsMemory(0, length);
    }

    private static string? Quote(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxQuote)]).ReplaceLineEndings(" ").Trim();
        return text.Length == 0 ? null : text;
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? header?.Date - time.GetUtcNow();
        return wait is null ? null : TimeSpan.FromTicks(Math.Clamp(wait.Value.Ticks, 0, MaxRetryAfter.Ticks));
    }
}
