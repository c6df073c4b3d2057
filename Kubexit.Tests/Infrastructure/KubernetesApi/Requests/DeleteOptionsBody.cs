using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>The DeleteOptions of a delete or an eviction.</summary>
internal sealed record DeleteOptionsBody(long? Grace = null, string? Uid = null, string? Version = null, string? Propagation = null,
    bool IsDryRun = false)
{
    public static DeleteOptionsBody Of(JsonObject? options) => new(
        (long?)options?["gracePeriodSeconds"],
        (string?)options?["preconditions"]?["uid"],
        (string?)options?["preconditions"]?["resourceVersion"],
        (string?)options?["propagationPolicy"],
        options?["dryRun"] is JsonArray { Count: > 0 });

    /// <exception cref="ApiFailure">Another object is meant than this one.</exception>
    public void CheckPreconditions(StoredObject value)
    {
        if (Uid is not null && Uid != value.Uid) throw new ApiFailure(StatusBody.WrongUid(value, Uid));
        if (Version is not null && Version != $"{value.Version}") throw new ApiFailure(StatusBody.WrongVersion(value, Version));
    }
}
