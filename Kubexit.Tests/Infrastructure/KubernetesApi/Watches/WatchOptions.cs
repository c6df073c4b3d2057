using System.Globalization;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>What a client asks of a watch.</summary>
internal sealed record WatchOptions
{
    /// <summary>From where; <see langword="null"/> or zero: the present first.</summary>
    public long? Version { get; init; }

    public bool SendInitialEvents { get; init; }

    public bool AllowsBookmarks { get; init; }

    public TimeSpan? Timeout { get; init; }

    /// <summary>Also when nobody has asked for initial events, provided that bookmarks are allowed and no version is given.</summary>
    public bool MarksEndOfInitialEvents => AllowsBookmarks && (SendInitialEvents || Version is null);

    /// <exception cref="ApiFailure">The options contradict each other, or the version is no number.</exception>
    public static WatchOptions Of(ApiRequest request)
    {
        var query = request.Query;
        var match = query.GetValueOrDefault("resourceVersionMatch");
        var initial = query.TryGetValue("sendInitialEvents", out var send) && send is not ("false" or "0");
        if (initial && match != "NotOlderThan")
            throw Invalid("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        if (!initial && match is not null)
            throw Invalid("resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        return new()
        {
            Version = Number(query.GetValueOrDefault("resourceVersion")),
            SendInitialEvents = initial,
            AllowsBookmarks = query.TryGetValue("allowWatchBookmarks", out var bookmarks) && bookmarks is not ("false" or "0"),
            Timeout = query.GetValueOrDefault("timeoutSeconds") is { Length: > 0 } seconds
                ? TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)) : null,
        };
    }

    private static long? Number(string? version)
    {
        if (string.IsNullOrEmpty(version)) return null;
        // Not a 400, as for a list; and without a reason.
        return long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ApiFailure(StatusBody.Create(500, null, StatusBody.NotANumber(version)));
    }

    private static ApiFailure Invalid(string message) => new(StatusBody.Invalid(
        new ResourceKind("meta.k8s.io", "v1", "", "ListOptions"), "",
            new FieldFault("FieldValueForbidden", "resourceVersionMatch", $"Forbidden: {message}")));
}
