using System.Globalization;
using Kubexit.Configuration;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>
/// What the agent writes on its node, as annotations: which event it acts on and until when, and what is its own work. A later life of
/// the agent neither starts the clock anew nor takes away what an administrator did.
/// </summary>
internal sealed record NodeMarks(
    NodeTerminationKind Kind, string EventId, string Key, DateTimeOffset BeganAt, DateTimeOffset EndsAt, string BootId)
{
    private const string Prefix = "kubexit/termination-";

    /// <summary>The event that the node has come back from, and that may be announced for a while yet.</summary>
    public const string OverAnnotation = Prefix + "over";

    /// <summary>Whether only those pods are drained that ask to be moved.</summary>
    public bool IsMove { get; init; }

    /// <summary>The taint that we set.</summary>
    public NodeTaint? Taint { get; init; }

    /// <summary>Since when the taint is there.</summary>
    public DateTimeOffset? TaintedAt { get; init; }

    /// <summary>Whether it was us who made the node unschedulable.</summary>
    public bool Cordoned { get; init; }

    /// <summary>Whether it was us who told load balancers to leave the node.</summary>
    public bool Excluded { get; init; }

    /// <summary>When the drain was through.</summary>
    public DateTimeOffset? DrainedAt { get; init; }

    /// <summary>Every annotation that is ours while a notice stands; <see langword="null"/> for one that is not set.</summary>
    public Dictionary<string, string?> ToAnnotations() => new()
    {
        [Prefix + "kind"] = Kind.Text(),
        [Prefix + "event"] = EventId,
        [Prefix + "key"] = Key,
        [Prefix + "began"] = Time(BeganAt),
        [Prefix + "ends"] = Time(EndsAt),
        [Prefix + "boot"] = BootId,
        [Prefix + "action"] = IsMove ? "move" : null,
        [Prefix + "taint"] = Taint?.ToString(),
        [Prefix + "tainted"] = TaintedAt is { } tainted ? Time(tainted) : null,
        [Prefix + "cordoned"] = Cordoned ? "true" : null,
        [Prefix + "excluded"] = Excluded ? "true" : null,
        [Prefix + "drained"] = DrainedAt is { } at ? Time(at) : null,
    };

    /// <summary>What a node says; <see langword="null"/> when it says nothing, or not all of it in words of ours.</summary>
    public static NodeMarks? Of(Node node)
    {
        var annotations = node.Metadata?.Annotations;
        if (annotations is null || !NodeTerminationKindName.TryParse(Get("kind"), out var kind) || Get("event") is not { } id) return null;
        if (Time(Get("began")) is not { } began || Time(Get("ends")) is not { } ends) return null;
        return new NodeMarks(kind, id, Get("key") ?? "", began, ends, Get("boot") ?? "")
        {
            IsMove = Get("action") == "move",
            Taint = NodeTaint.TryParse(Get("taint") ?? "", out var taint, out _) ? taint : null,
            TaintedAt = Time(Get("tainted")),
            Cordoned = Get("cordoned") == "true",
            Excluded = Get("excluded") == "true",
            DrainedAt = Time(Get("drained")),
        };

        string? Get(string name) => annotations.GetValueOrDefault(Prefix + name);
    }

    public NodeTerminationNotice ToNotice() => new(
        Kind, EventId, IsMove ? NoticeAction.Move : NoticeAction.Drain, BeganAt, EndsAt)
    { Key = Key };

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
