using Kubexit.Tests.Recordings;

namespace Kubexit.Tests.Conformance;

/// <summary>Where the stand-in is deliberately simpler than the real server, each with its reason. Everything else in the recordings must
/// be the same.</summary>
internal static class Differences
{
    /// <summary>Recordings that are not replayed request by request, and what checks them instead.</summary>
    public static readonly IReadOnlyDictionary<string, string> CheckedElsewhere = new Dictionary<string, string>
    {
        ["watch/framing"] = "It is about bytes on a connection: StandInHttpTests.",
        ["watch/server-killed"] = "It is about a process and its connections: StandInHttpTests.",
        ["watch/server-shutdown"] = "It is about a process and its connections: StandInHttpTests.",
        ["watch/flow-control-429"] = "It has 400 requests at once in one line: MeasurementTests.",
        ["eviction/delete-forced"] = "It measures when a process ended: MeasurementTests.",
        ["eviction/delete-shortened"] = "It measures when objects were gone: MeasurementTests.",
        ["pod/mass-termination"] = "It measures when objects were gone: MeasurementTests.",
    };

    /// <summary>What never counts, in words for whoever reads a failure; <see cref="Comparison"/> carries it out.</summary>
    public static readonly IReadOnlyList<string> Everywhere =
    [
        "Defaults of a new object's spec, its labels and annotations are taken from the recording: the server's defaulting fills books, "
            + "and Kubexit reads none of it.",
        "Controllers of Jobs, Deployments, StatefulSets, DaemonSets and EndpointSlices are not modelled: their writes are taken from the "
            + "recording.",
        "Annotations in which controllers count do not change in the same event as what is counted: a second write follows, and neither is "
            + "compared.",
        "Events that change nothing visible are left out on both sides: how often a kubelet writes the same again is chance.",
        "Bookmarks that follow each other count as one, and only watch/bookmarks compares them: when they come before the end is chance.",
        "A container's image, image ID and resources: the runtime names another tag of the same image, and the kubelet an absurd memory "
            + "limit after a resize check.",
        "The order of conditions: a status is merged from several writers, and nobody may rely on it.",
        "Headers other than Retry-After and Content-Type: identities of flow control, dates, audit IDs.",
    ];

    /// <summary>Why a line is not asked; <see langword="null"/> when it is.</summary>
    public static string? NotAsked(Recording recording, RecordedExchange exchange) => (recording.Name, exchange) switch
    {
        (_, { User: "no credentials" }) => "Without credentials: authentication is the HTTP half's; StandInHttpTests.",
        (_, { User: not null, Status: 401 }) => "A token that is not accepted: authentication is the HTTP half's; StandInHttpTests.",
        ("rbac/rbac", { User: "revoked" }) when (string?)exchange.Json["note"] == "service account deleted" =>
            "The 10 s in which a deleted account's token is 403 and not yet 401: a cache of tokens that no test of ours needs.",
        _ => null,
    };

    /// <summary>Conditions of pods that are not compared in a recording, and why.</summary>
    public static string? NotCompared(string recording, string condition) => (recording, condition) switch
    {
        ("pod/native-sidecar", "PodReadyToStartContainers") =>
            "The sandbox is gone in the event before the last phase here, in pod/never-one-fails with it: a race within the kubelet.",
        _ => null,
    };
}
