using System.Text.Json.Nodes;
using Kubexit.Kubernetes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>How the stand-in server misbehaves for one request.</summary>
internal abstract record Fault
{
    /// <summary>A refusal with a Status body, as the API server itself sends it.</summary>
    public sealed record Refuse(JsonObject Status, string? RetryAfter = null) : Fault;

    /// <summary>Any reply with any body, as flow control and the proxies in between send them.</summary>
    public sealed record Reply(int StatusCode, string Body, string? RetryAfter = null) : Fault;

    /// <summary>Flow control, once its queue has been full for long enough. A test does not wait those 15 s.</summary>
    public static Fault Throttled { get; } = new Reply(429, "Too many requests, please try again later.\n", "1");

    /// <summary>The connection is reset before the reply.</summary>
    public sealed record Reset : Fault;

    /// <summary>The headers never come; the connection stays open until the client gives up.</summary>
    public sealed record Hang : Fault;

    /// <summary>One fault after the other for the requests that <paramref name="verb"/> names, then none.</summary>
    public static Func<ApiRequest, Fault?> For(string verb, params IEnumerable<Fault> faults)
    {
        var queue = new Queue<Fault>(faults);
        return request =>
        {
            if (request.Verb != verb) return null;
            lock (queue) return queue.TryDequeue(out var fault) ? fault : null;
        };
    }

    public static Func<ApiRequest, Fault?> Always(Fault fault) => _ => fault;
}
