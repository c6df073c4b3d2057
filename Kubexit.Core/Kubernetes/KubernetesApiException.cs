using System.Net;
using Kubexit.Graveyards;

namespace Kubexit.Kubernetes;

/// <summary>The Kubernetes API server refused a request, or could not be reached.</summary>
internal sealed class KubernetesApiException : KubexitException
{
    /// <summary>In characters. A server's own messages are one sentence; whoever else replies must not fill the log.</summary>
    private const int MaxMessage = 500;

    private KubernetesApiException(string message, Exception? innerException = null)
        : base(message, OwnExitCode.Internal, DeathReason.Internal, innerException)
    {
    }

    /// <summary>The HTTP status; <see langword="null"/> when there was no whole reply (refused, cut off, too slow, TLS).</summary>
    public HttpStatusCode? StatusCode { get; private init; }

    /// <summary>
    /// The server's one-word reason, for example <c>Forbidden</c> or <c>Expired</c>; <see langword="null"/> when it gave none.
    /// </summary>
    public string? StatusReason { get; private init; }

    /// <summary>
    /// How long the server asks to wait before the next attempt, zero included; <see langword="null"/> when it does not say.
    /// </summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>The server's one-word causes, for example <c>DisruptionBudget</c> of a refused eviction.</summary>
    public IReadOnlyList<string> Causes { get; private init; } = [];

    /// <summary>The sentences that go with the causes.</summary>
    internal IReadOnlyList<string> CauseMessages { get; private init; } = [];

    /// <summary>Whether the same request may succeed later: no whole reply, 408, 429, or 500 and above.</summary>
    public bool IsTransient =>
        StatusCode is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    internal static KubernetesApiException FromStatus(Status? status, HttpStatusCode? httpStatus, TimeSpan? retryAfter)
    {
        var code = httpStatus ?? (HttpStatusCode)(status?.Code ?? 500);
        var details = status?.Details;
        var reason = PrintableText.Shortened(status?.Reason ?? code.ToString());
        var message = PrintableText.Shortened(status?.Message ?? "no message", MaxMessage);
        return new($"The Kubernetes API server replied {(int)code} ({reason}): {message}")
        {
            StatusCode = code,
            StatusReason = status?.Reason,
            RetryAfter = retryAfter ?? (details?.RetryAfterSeconds is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null),
            Causes = [.. (details?.Causes ?? []).Select(cause => cause.Reason).OfType<string>()],
            CauseMessages = [.. (details?.Causes ?? []).Select(cause => cause.Message).OfType<string>()],
        };
    }

    internal static KubernetesApiException NoReply(Uri? server, string cause, Exception? innerException) =>
        new($"Cannot reach the Kubernetes API server{(server is null ? "" : $" '{server}'")}: {PrintableText.Shortened(cause)}.",
            innerException);
}
