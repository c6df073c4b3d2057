using System.Globalization;
using System.Text.Json.Nodes;
using Kubexit.NodeTermination;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>Lists: of the present, of an exact version, page by page.</summary>
internal sealed class ListRequests(ObjectStore store)
{
    private static readonly TimeSpan FutureWait = TimeSpan.FromSeconds(3);

    public async Task<ApiReply> AnswerAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var selector = ResourceSelector.Of(request);
        var query = request.Query;
        var page = query.GetValueOrDefault("continue") is { Length: > 0 } token ? ContinueToken.Parse(token) : null;
        var asked = page is { Version: > 0 } ? page.Version : Version(query.GetValueOrDefault("resourceVersion"));
        var isExact = page is { Version: > 0 } || query.GetValueOrDefault("resourceVersionMatch") == "Exact";
        await UntilReachedAsync(asked, cancellationToken);
        var (items, version) = store.List(selector);
        if (isExact)
        {
            items = store.ListAt(asked, selector)
                ?? throw new ApiFailure(page is null ? StatusBody.ExpiredList()
                    : StatusBody.ExpiredContinue(page.Inconsistent().ToString()));
            version = asked;
        }
        var rest = page is null ? items : [.. items.SkipWhile(item => string.CompareOrdinal(ContinueToken.Start(item), page.StartAt) < 0)];
        var limit = query.GetValueOrDefault("limit") is { Length: > 0 } count ? int.Parse(count, CultureInfo.InvariantCulture) : 0;
        return Reply(selector, [.. limit > 0 ? rest.Take(limit) : rest], rest.Count, version);
    }

    /// <summary>Waits for a version that the server has not seen yet, which another server may have.</summary>
    /// <exception cref="ApiFailure">It did not come in time.</exception>
    public async Task UntilReachedAsync(long version, CancellationToken cancellationToken)
    {
        if (version <= store.Version) return;
        await store.Time.DelayAsync(FutureWait, cancellationToken);
        if (version > store.Version) throw new ApiFailure(StatusBody.VersionTooLarge(version, store.Version));
    }

    private static ApiReply Reply(ResourceSelector selector, List<StoredObject> items, int left, long version)
    {
        var kind = selector.Path.Kind!;
        var metadata = new JsonObject { ["resourceVersion"] = $"{version}" };
        if (items.Count < left)
        {
            metadata["continue"] = ContinueToken.After(version, items[^1]).ToString();
            metadata["remainingItemCount"] = left - items.Count;
        }
        return ApiReply.Of(200, new()
        {
            ["kind"] = kind.Name + "List",
            ["apiVersion"] = kind.ApiVersion,
            ["metadata"] = metadata,
            ["items"] = new JsonArray([.. items.Select(WithoutType)]),
        });
    }

    private static JsonObject WithoutType(StoredObject item)
    {
        var copy = item.Copy();
        copy.Remove("kind");
        copy.Remove("apiVersion");
        return copy;
    }

    private static long Version(string? text)
    {
        if (string.IsNullOrEmpty(text)) return 0;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new ApiFailure(StatusBody.BadRequest($"invalid resource version: {StatusBody.NotANumber(text)}"));
    }
}
