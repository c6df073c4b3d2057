using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>What the server answers: an object, a text, or a watch.</summary>
internal sealed record ApiReply(int Status)
{
    public JsonObject? Body { get; private init; }

    /// <summary>A body that is no JSON.</summary>
    public string? Text { get; private init; }

    public WatchFeed? Watch { get; private init; }

    /// <summary>Seconds, as in the header.</summary>
    public int? RetryAfter { get; private init; }

    public string ContentType => Text is null ? "application/json" : "text/plain; charset=utf-8";

    public static ApiReply Of(int status, JsonObject body) => new(status) { Body = body };

    public static ApiReply Of(StoredObject value) => Of(200, value.Copy());

    public static ApiReply OfText(int status, string text, int? retryAfter = null) => new(status) { Text = text, RetryAfter = retryAfter };

    public static ApiReply OfWatch(WatchFeed watch) => new(200) { Watch = watch };

    /// <summary>The header repeats what the details say.</summary>
    public static ApiReply Refused(JsonObject status) =>
        new((int)status["code"]!) { Body = status, RetryAfter = (int?)status["details"]?["retryAfterSeconds"] };
}
